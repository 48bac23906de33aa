package io.tidemark.protocol.entity;

/** The file that declares the entity types is wrong; the message names file, line and key. */
public final class InvalidEntityTypes extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InvalidEntityTypes(String message) {
        super(message);
    }
}
