package io.tidemark.mutants;

/** The list, or something that it names, is not as it has to be. The message says what. */
final class InvalidMutants extends RuntimeException {
    InvalidMutants(String message) {
        super(message);
    }

    InvalidMutants(String message, Throwable cause) {
        super(message, cause);
    }
}
