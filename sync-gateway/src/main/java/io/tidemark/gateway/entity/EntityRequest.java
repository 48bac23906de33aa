package io.tidemark.gateway.entity;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.entity.EntityType;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A single-entity request becomes the payload of an operation. With a precondition the operation says nothing of what
 * was seen: the row is compared as a whole.
 *
 * @param schema the version of the type that the client said, empty if it said none
 */
record EntityRequest(EntityKey entity, OptionalInt schema, OperationId id, Map<String, Json> precondition) {
    private static final int MAX_DIGITS = 15;

    /** @param idempotencyKey a UUID, quoted (as a structured field) or not; it becomes the operation's id */
    static EntityRequest of(
            EntityKey entity,
            OptionalInt schema,
            @Nullable String idempotencyKey,
            List<String> ifMatch,
            List<String> ifNoneMatch) {
        OperationId id = Optional.ofNullable(idempotencyKey)
                .map(key -> key.strip().replaceAll("^\"(.*)\"$", "$1"))
                .flatMap(OperationId::parse)
                .orElseThrow(() -> new Refusal(ProblemType.INVALID_PARAMETER, "'Idempotency-Key' is a UUID"));
        return new EntityRequest(entity, schema, id, Preconditions.read(ifMatch, ifNoneMatch));
    }

    /** PUT: the whole entity, under a precondition. */
    Json put(Json body, EntityTypes types) {
        if (precondition.isEmpty()) {
            throw new Refusal(ProblemType.PRECONDITION_REQUIRED, "a PUT needs If-Match or If-None-Match");
        }
        Members members = body(body, Set.of("fields"));
        EntityType type = types.find(entity.type()).orElseThrow(() -> refused(Reason.UNKNOWN_TYPE));
        if (!fields(members).all().keySet().containsAll(declared(type))) {
            throw refused(Reason.MALFORMED_OPERATION);
        }
        return upsert(members, Map.of());
    }

    /** As the client's version declares them; of a version that is not known here, the judge says so. */
    private Set<String> declared(EntityType type) {
        int version = schema.orElse(1);
        return version > type.schema()
                ? Set.of()
                : type.fieldsEver()
                        .flatMap(field -> field.nameAt(version).stream())
                        .collect(Collectors.toSet());
    }

    /** PATCH: some fields, under a precondition or on what was seen. */
    Json patch(Json body) {
        Members members = body(body, Set.of("fields", "seen", "baseVersion"));
        TreeMap<String, Json> basis = new TreeMap<>();
        members.find("seen").ifPresent(seen -> basis.put("seen", seen));
        members.find("baseVersion").ifPresent(version -> basis.put("baseVersion", version));
        return upsert(members, basis);
    }

    /** DELETE: under a precondition, or on the version that was read. */
    Json delete(@Nullable String baseVersion) {
        return payload("delete", basis(baseVersion == null ? Map.of() : Map.of("baseVersion", version(baseVersion))));
    }

    private Json upsert(Members members, Map<String, Json> basis) {
        Map<String, Json> payload = new TreeMap<>(basis(basis));
        payload.put("fields", new Json.Obj(new TreeMap<>(fields(members).all())));
        return payload("upsert", payload);
    }

    private Map<String, Json> basis(Map<String, Json> sent) {
        if (!sent.isEmpty() && !precondition.isEmpty()) {
            throw new Refusal(
                    ProblemType.MALFORMED_REQUEST, "either a precondition or what was seen is sent, never both");
        }
        if (!sent.isEmpty()) {
            return sent;
        }
        if (precondition.isEmpty()) {
            throw new Refusal(ProblemType.PRECONDITION_REQUIRED);
        }
        return Map.of("seen", Json.NULL);
    }

    private Json payload(String kind, Map<String, Json> more) {
        TreeMap<String, Json> members = new TreeMap<>(more);
        members.putAll(precondition);
        members.put("operationId", Json.of(id.toString()));
        members.put("kind", Json.of(kind));
        members.put("type", Json.of(entity.type()));
        members.put("entity", Json.of(entity.id()));
        schema.ifPresent(version -> members.put("schema", Json.of(version)));
        return new Json.Obj(members);
    }

    private static Members body(Json body, Set<String> known) {
        try {
            Members members = Members.of(body, "");
            members.only(known);
            return members;
        } catch (InvalidShape invalid) {
            throw new Refusal(ProblemType.MALFORMED_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    private static Members fields(Members members) {
        try {
            return members.object("fields");
        } catch (InvalidShape invalid) {
            throw new Refusal(ProblemType.MALFORMED_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    private static Json version(String text) {
        if (text.isEmpty() || text.length() > MAX_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Refusal(ProblemType.INVALID_PARAMETER, "'baseVersion' is a whole number");
        }
        return Json.of(Long.parseLong(text));
    }

    static Refusal refused(Reason reason) {
        return new Refusal(new Problem(
                ProblemType.OPERATION_REFUSED, Optional.of(reason.explanation()), Optional.of(reason.slug())));
    }
}
