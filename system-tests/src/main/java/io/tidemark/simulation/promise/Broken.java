package io.tidemark.simulation.promise;

/** A promise does not hold. */
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String promise;
    private final String sentence;

    Broken(Promise promise, String sentence) {
        this(promise.id(), sentence);
    }

    public Broken(String promise, String sentence) {
        super(promise + ": " + sentence);
        this.promise = promise;
        this.sentence = sentence;
    }

    /** The promise's id. */
    public String promise() {
        return promise;
    }

    /** What did not hold, in a sentence. */
    public String sentence() {
        return sentence;
    }
}
