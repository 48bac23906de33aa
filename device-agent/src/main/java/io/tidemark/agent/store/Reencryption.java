package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings what is kept under the current key, step by step: what is under an earlier one, and what was written before its
 * field was encrypted.
 */
public final class Reencryption {
    private final Database database;

    public Reencryption(Database database) {
        this.database = database;
    }

    /**
     * One transaction.
     *
     * @param most rows and payloads of one step
     * @return how many there were; 0 when nothing is left under an earlier key
     */
    public int step(int most) {
        Vault vault = database.vault();
        Optional<String> key = vault.currentKey();
        if (key.isEmpty()) {
            return 0;
        }
        String fields = CanonicalJson.write(fields(vault));
        return database.write(session -> {
            int done = 0;
            for (ReencryptionSql.Rows table : ReencryptionSql.ROWS) {
                done += rows(session, table, key.get(), fields, most - done);
            }
            for (ReencryptionSql.Payloads table : ReencryptionSql.PAYLOADS) {
                done += payloads(session, table, key.get(), fields, most - done);
            }
            return done;
        });
    }

    /** Pairs of a type's name and the JSON path of a field. */
    private static Json fields(Vault vault) {
        List<Json> pairs = new ArrayList<>();
        for (String type : vault.types()) {
            vault.fields(type).forEach(field -> pairs.add(Json.strings(List.of(type, "$." + field))));
        }
        return new Json.Arr(pairs);
    }

    private static int rows(Session session, ReencryptionSql.Rows table, String key, String fields, int most)
            throws SQLException {
        List<PlacedRow> found = session.list(table.find(), PlacedRow::read, key, fields, most);
        for (PlacedRow row : found) {
            StoredRow anew =
                    StoredRow.of(session, row.scope(), row.entity(), row.fields(session), row.conflict(session));
            row.replace(session, table.replace(), anew);
        }
        return found.size();
    }

    private record Kept(String scope, String operation, String payload) {
        static Kept read(ResultSet row) throws SQLException {
            return new Kept(row.getString(1), row.getString(2), row.getString(3));
        }
    }

    private static int payloads(Session session, ReencryptionSql.Payloads table, String key, String fields, int most)
            throws SQLException {
        List<Kept> found = session.list(table.find(), Kept::read, key, fields, most);
        for (Kept each : found) {
            String text = StoredPayload.open(session, each.scope(), each.operation(), each.payload());
            Payload payload = Payload.asItWas(Stored.operation(text), text);
            session.update(table.replace(), StoredPayload.seal(session, each.scope(), payload), each.operation());
        }
        return found.size();
    }
}
