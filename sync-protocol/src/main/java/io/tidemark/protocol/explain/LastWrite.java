package io.tidemark.protocol.explain;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.protocol.operation.OperationId;
import java.util.Map;
import java.util.Optional;

/**
 * Who wrote a field, or an element of a set, last.
 *
 * @param version of the row after it
 * @param operation empty if the operation log no longer reaches back to it
 */
public record LastWrite(long version, AuthorName author, Optional<OperationId> operation) {

    void writeTo(Map<String, Json> members) {
        members.put("version", Json.of(version));
        members.put("author", author.write());
        operation.ifPresent(id -> members.put("operation", Json.of(id.toString())));
    }

    static LastWrite read(Members members) throws InvalidShape {
        return new LastWrite(
                members.integer("version", 0),
                AuthorName.read(members.object("author")),
                members.optionalString("operation").flatMap(OperationId::parse));
    }
}
