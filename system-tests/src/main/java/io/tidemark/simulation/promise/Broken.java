package io.tidemark.simulation.promise;

/** A promise does not hold. */
public final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String promise;

    Broken(Promise promise, String sentence) {
        super(sentence);
        this.promise = promise.id();
    }

    public Broken(String promise, String sentence) {
        super(sentence);
        this.promise = promise;
    }

    /** The promise's id. */
    public String promise() {
        return promise;
    }

    @Override
    public String toString() {
        return promise + ": " + getMessage();
    }
}
