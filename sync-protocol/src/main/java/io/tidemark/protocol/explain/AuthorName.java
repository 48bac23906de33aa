package io.tidemark.protocol.explain;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who wrote something, and where.
 *
 * @param device empty for a single-entity request
 */
public record AuthorName(String subject, Optional<String> device) {

    /** From {@code subject:device}, each with {@code %} and {@code :} percent-encoded, as rows keep it. */
    public static AuthorName parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new AuthorName(decoded(text), Optional.empty());
        }
        String device = decoded(text.substring(colon + 1));
        return new AuthorName(
                decoded(text.substring(0, colon)), device.isEmpty() ? Optional.empty() : Optional.of(device));
    }

    private static String decoded(String name) {
        return name.replace("%3A", ":").replace("%25", "%");
    }

    public Json write() {
        TreeMap<String, Json> members = new TreeMap<>();
        members.put("subject", Json.of(subject));
        device.ifPresent(name -> members.put("device", Json.of(name)));
        return new Json.Obj(members);
    }

    static AuthorName read(Members members) throws InvalidShape {
        return new AuthorName(members.string("subject"), members.optionalString("device"));
    }
}
