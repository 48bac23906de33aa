package io.tidemark.simulation.promise;

/** A promise does not hold. */
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String promise;
    private final String rule;
    private final String sentence;

    Broken(Promise promise, String sentence) {
        this(promise.id(), promise.words(), sentence);
    }

    public Broken(String promise, String rule, String sentence) {
        super(promise + ": " + sentence);
        this.promise = promise;
        this.rule = rule;
        this.sentence = sentence;
    }

    /** The promise's id. */
    public String promise() {
        return promise;
    }

    /** What is promised: several rules may have the id of one promise. */
    public String rule() {
        return rule;
    }

    /** What did not hold, in a sentence. */
    public String sentence() {
        return sentence;
    }
}
