package io.tidemark.simulation.promise;

/** One promise of the design, as an object that watches a world and knows nothing of how its parts work. */
public abstract class Promise {
    /** As in the design: {@code G1} to {@code G13}. */
    public abstract String id();

    /** In words. */
    public abstract String words();

    /** After each event. @throws Broken if it does not hold */
    protected abstract void on(Happening happening);

    /** When nothing is on its way any more. @throws Broken if it does not hold */
    protected void atRest(Rest rest) {}

    protected final void require(boolean holds, Sentence sentence) {
        if (!holds) {
            throw new Broken(this, sentence.say());
        }
    }

    /** Only said where it is needed. */
    protected interface Sentence {
        String say();
    }
}
