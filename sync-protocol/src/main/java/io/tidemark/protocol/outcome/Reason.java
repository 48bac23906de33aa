package io.tidemark.protocol.outcome;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Why an outcome is what it is: the one registry of reason codes. */
public enum Reason {
    // merged
    DELETE_SUPERSEDED("The delete had not seen what stands in the row: the row stays."),
    UNDELETED("The edit had not seen the delete: the row is back."),
    SERVER_ORDER("A field declared last-writer was overwritten though its author had not seen the value."),

    POLICY_MERGED("A field's policy merged the author's value with one that he had not seen."),
    FIELD_REMOVED("What was written to a field that is no longer declared was left out."),
    ADD_WINS("Elements that the author removed had been added again unseen: they stay."),
    SERVER_WINS("A field declared server-wins held a value that the author had not seen: it stays."),

    // conflict
    UNSEEN_VALUE("The row holds a value that the author had not seen: the author's value is in a conflict copy."),
    JOINED_COPY("The edit goes on from a value that stands only in a conflict copy: it joined that copy."),
    IMMUTABLE("A field declared immutable has its value: the author's is in a conflict copy."),
    OUT_OF_RANGE(
            "A counter would leave the integers that JSON exchanges exactly: the increment is in a conflict copy."),
    ROW_MISSING("The author had seen a row that does not exist: the values are in a conflict copy."),

    // conflict, or rejected where there is nothing to keep in a copy
    TRANSACTION_CONFLICT("Another operation of the transaction could not be applied: nothing of it was, and its values"
            + " are in conflict copies."),

    // rejected by the merge
    PRECONDITION_FAILED("The row is not in the state that the request names."),
    NOT_A_MEMBER("The subject was no member of the scope when the operation was merged."),
    ID_REUSED("The operation id belongs to another operation, which stands."),
    EXPIRED("The operation is older than the operation log: whether it took effect is no longer known."),

    MERGE_FAILED("The server could not merge the operation; it is kept there for the operator, and on the device."),

    // rejected by the rules of the gateway
    TRANSACTION_REFUSED("Another operation of the transaction was refused: nothing of it was applied."),
    MALFORMED_OPERATION("A member of the operation is missing, unknown, or of the wrong type."),
    UNKNOWN_TYPE("The entity type is not declared."),
    UNKNOWN_FIELD("A field is not declared for the entity type."),
    INVALID_FIELD("A field's value is not of its declared type, or is beyond its limit."),
    INVALID_ENTITY_ID("An entity id has 1 to 128 characters, and no control characters."),
    NOTHING_TO_CHANGE("An upsert names at least one field."),
    CHANGE_REQUIRED("A counter or a set is changed by an increment or by elements, not by a new value."),
    SEEN_REQUIRED("The operation does not say, for each of its fields, what its author had seen."),
    OPERATION_TOO_LARGE("The operation is larger than the limit.");

    private static final Map<String, Reason> BY_SLUG = new HashMap<>();

    static {
        for (Reason reason : values()) {
            BY_SLUG.put(reason.slug(), reason);
        }
    }

    private final String explanation;

    Reason(String explanation) {
        this.explanation = explanation;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence for people. */
    public String explanation() {
        return explanation;
    }

    public static Optional<Reason> parse(String slug) {
        return Optional.ofNullable(BY_SLUG.get(slug));
    }
}
