package io.tidemark.simulator.drill.queue;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;

/**
 * A number that two sets of rows share only if they are the same: the sum of the rows' hashes, whatever their order.
 *
 * @param rows how many there are
 */
record RowSum(long rows, BigInteger sum) {
    static final RowSum NONE = new RowSum(0, BigInteger.ZERO);

    RowSum plus(EntityKey entity, long version, long position, SortedMap<String, Json> fields) {
        String hash = ContentHash.of(Json.Obj.of(Map.of(
                        "type", Json.of(entity.type()),
                        "id", Json.of(entity.id()),
                        "version", Json.of(version),
                        "position", Json.of(position),
                        "fields", new Json.Obj(fields))))
                .text();
        return new RowSum(
                rows + 1, sum.add(new BigInteger(1, Base64.getUrlDecoder().decode(hash))));
    }
}
