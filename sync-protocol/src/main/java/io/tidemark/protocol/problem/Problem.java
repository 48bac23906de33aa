package io.tidemark.protocol.problem;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A problem document (RFC 9457, {@code application/problem+json}).
 *
 * @param detail one sentence for the developer; it never echoes input
 * @param reason the reason code, where an operation was refused
 */
public record Problem(ProblemType type, Optional<String> detail, Optional<String> reason) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(ProblemType type) {
        return new Problem(type, Optional.empty(), Optional.empty());
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, Optional.of(detail), Optional.empty());
    }

    public Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("type", Json.of(type.type()));
        members.put("title", Json.of(type.title()));
        members.put("status", Json.of(type.status()));
        members.put("retry", Json.of(type.retry().slug()));
        detail.ifPresent(text -> members.put("detail", Json.of(text)));
        reason.ifPresent(code -> members.put("reason", Json.of(code)));
        return new Json.Obj(members);
    }

    /** @throws InvalidShape if the document is none of this registry's, as from a captive portal */
    public static Problem read(Json json) throws InvalidShape {
        Members members = Members.of(json, "");
        ProblemType type = ProblemType.parse(members.string("type"))
                .orElseThrow(() -> new InvalidShape("type", "it is none that the protocol names"));
        return new Problem(type, members.optionalString("detail"), members.optionalString("reason"));
    }
}
