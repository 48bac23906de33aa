package io.tidemark.agent.store;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.row.ConflictOrigin;
import io.tidemark.protocol.row.RowCodec;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row's fields and its conflict as they are kept: encrypted fields apart from the others (AG-35). It is the same text
 * in each of the tables that rows pass through.
 *
 * @param fields JSON of those that are not encrypted
 * @param sealed those that are; null if there is none
 * @param conflict JSON, encrypted if a field of the type is; null for a row that is no conflict copy
 */
record StoredRow(
        String fields, @Nullable String sealed, @Nullable String conflict) {
    private static final String FIELDS = "fields";
    private static final String CONFLICT = "conflict";

    static StoredRow of(
            Session session,
            String scope,
            EntityKey entity,
            Map<String, Json> fields,
            @Nullable ConflictOrigin conflict) {
        Set<String> encrypted = session.vault().fields(entity.type());
        String origin = conflict == null ? null : CanonicalJson.write(RowCodec.writeConflict(conflict));
        if (encrypted.isEmpty()) {
            return new StoredRow(text(fields), null, origin);
        }
        TreeMap<String, Json> open = new TreeMap<>(fields);
        open.keySet().removeAll(encrypted);
        TreeMap<String, Json> secret = new TreeMap<>(fields);
        secret.keySet().retainAll(encrypted);
        return new StoredRow(
                text(open),
                secret.isEmpty() ? null : session.seal(text(secret), scope, entity.type(), entity.id(), FIELDS),
                origin == null ? null : session.seal(origin, scope, entity.type(), entity.id(), CONFLICT));
    }

    private static String text(Map<String, Json> fields) {
        return CanonicalJson.write(Json.Obj.of(fields));
    }

    static SortedMap<String, Json> fields(
            Session session, String scope, EntityKey entity, String fields, @Nullable String sealed) {
        SortedMap<String, Json> all = Stored.fields(fields);
        if (sealed != null) {
            all.putAll(Stored.fields(session.open(sealed, scope, entity.type(), entity.id(), FIELDS)));
        }
        return all;
    }

    static ConflictOrigin conflict(Session session, String scope, EntityKey entity, String conflict) {
        return Stored.conflict(session.open(conflict, scope, entity.type(), entity.id(), CONFLICT));
    }
}
