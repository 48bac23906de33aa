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
    private static final int TABLES = ReencryptionSql.ROWS.size() + ReencryptionSql.PAYLOADS.size();

    private final Database database;
    private Place place = Place.START; // read and written within transactions

    public Reencryption(Database database) {
        this.database = database;
    }

    /** What a step goes on behind: a table, and the last of its rows or payloads. */
    private record Place(int table, PlacedRow row, long payload) {
        static final Place START = new Place(0, PlacedRow.before(""), 0);

        Place at(PlacedRow last) {
            return new Place(table, last, payload);
        }

        Place at(long last) {
            return new Place(table, row, last);
        }

        Place nextTable() {
            return new Place(table + 1, START.row, START.payload);
        }

        boolean isEnd() {
            return table == TABLES;
        }
    }

    /**
     * One transaction. It goes on where the last step ended; that nothing is left is said only after a look at everything.
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
            boolean fromStart = place.equals(Place.START);
            int done = toTheEnd(session, key.get(), fields, most);
            return done > 0 || fromStart ? done : toTheEnd(session, key.get(), fields, most);
        });
    }

    private int toTheEnd(Session session, String key, String fields, int most) throws SQLException {
        int done = 0;
        while (!place.isEnd()) {
            int rows = ReencryptionSql.ROWS.size();
            done += place.table() < rows
                    ? rows(session, ReencryptionSql.ROWS.get(place.table()), key, fields, most - done)
                    : payloads(session, ReencryptionSql.PAYLOADS.get(place.table() - rows), key, fields, most - done);
            if (done >= most) {
                return done;
            }
            place = place.nextTable();
        }
        place = Place.START;
        return done;
    }

    /** Pairs of a type's name and the JSON path of a field. */
    private static Json fields(Vault vault) {
        List<Json> pairs = new ArrayList<>();
        for (String type : vault.types()) {
            vault.fields(type).forEach(field -> pairs.add(Json.strings(List.of(type, "$." + field))));
        }
        return new Json.Arr(pairs);
    }

    private int rows(Session session, ReencryptionSql.Rows table, String key, String fields, int most)
            throws SQLException {
        List<PlacedRow> found = session.list(
                table.find(),
                PlacedRow::read,
                key,
                fields,
                most,
                place.row().scope(),
                place.row().entity().type(),
                place.row().entity().id());
        for (PlacedRow row : found) {
            StoredRow anew =
                    StoredRow.of(session, row.scope(), row.entity(), row.fields(session), row.conflict(session));
            row.replace(session, table.replace(), anew);
            place = place.at(row);
        }
        return found.size();
    }

    private record Kept(String scope, String operation, String payload, long row) {
        static Kept read(ResultSet row) throws SQLException {
            return new Kept(row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
        }
    }

    private int payloads(Session session, ReencryptionSql.Payloads table, String key, String fields, int most)
            throws SQLException {
        List<Kept> found = session.list(table.find(), Kept::read, key, fields, most, place.payload());
        for (Kept each : found) {
            Optional<Payload> payload = StoredPayload.read(session, each.scope(), each.operation(), each.payload());
            if (payload.isPresent()) {
                session.update(
                        table.replace(), StoredPayload.seal(session, each.scope(), payload.get()), each.operation());
            }
            place = place.at(each.row());
        }
        return found.size();
    }
}
