package io.tidemark.laws.law;

import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import java.util.UUID;

/** Short names for people: a history's ids are counted. */
public final class Names {
    private static final int SHORT = 8;

    private Names() {}

    public static String of(OperationId operation) {
        return "#" + operation.uuid().getLeastSignificantBits();
    }

    public static String transaction(UUID transaction) {
        return "T" + transaction.getLeastSignificantBits();
    }

    /** A conflict copy's id is long, and its beginning tells it apart. */
    public static String of(EntityKey entity) {
        String id = entity.id();
        boolean isCopy = id.length() == 36 && id.charAt(SHORT) == '-';
        return ("note".equals(entity.type()) ? "" : entity.type() + " ")
                + (isCopy ? "copy " + id.substring(0, SHORT) : id);
    }
}
