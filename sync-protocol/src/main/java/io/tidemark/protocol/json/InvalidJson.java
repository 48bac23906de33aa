package io.tidemark.protocol.json;

/** A document that is not I-JSON within the limits. Its message never echoes the input. */
public final class InvalidJson extends Exception {
    private static final long serialVersionUID = 1;

    /** Why; the names are the slugs of the problems that report them. */
    public enum Fault {
        MALFORMED_JSON,
        MALFORMED_ENCODING,
        DUPLICATE_KEY,
        JSON_TOO_DEEP,
        NUMBER_OUT_OF_RANGE,
        INVALID_CHARACTERS,
        TOO_LARGE
    }

    private final Fault fault;

    public InvalidJson(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
