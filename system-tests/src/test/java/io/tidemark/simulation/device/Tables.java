package io.tidemark.simulation.device;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationCodec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What stands in the tables of a store's file, and in those of the model, in the same words. */
final class Tables implements AutoCloseable {
    private static final String CHAIN = "SELECT last_sequence || ' ' || last_link FROM scope_state WHERE scope = ?";
    private static final String QUEUE = """
            SELECT operation_id || ' ' || sequence || '<-' || previous || ' ' || sends || ' ' || refusals || ' '
                || status || ' ' || coalesce(outcome_epoch, '') || ' ' || coalesce(outcome_position, '') || ' '
                || iif(status = 'undecided', passed, 0) || ' ' || payload
            FROM sync_queue WHERE scope = ? ORDER BY ordinal""";
    private static final String JOURNAL =
            "SELECT operation_id || ' ' || payload FROM journal WHERE scope = ? ORDER BY ordinal";
    private static final String LETTERS =
            "SELECT operation_id || ' ' || reason || ' ' || decided FROM dead_letter WHERE scope = ? ORDER BY 1";
    private static final String VIEW = "SELECT type || ' ' || entity FROM view_row WHERE scope = ? ORDER BY 1";

    private final Connection connection;

    Tables(Path file) {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        } catch (SQLException e) {
            throw new IllegalStateException("the store's file cannot be read", e);
        }
    }

    /** One line for each row. */
    List<String> of(String scope) {
        List<String> lines = new ArrayList<>();
        for (String sql : List.of(CHAIN, QUEUE, JOURNAL, LETTERS, VIEW)) {
            lines.addAll(list(sql, scope));
        }
        return lines;
    }

    private List<String> list(String sql, String scope) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, scope);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException("the store's file cannot be read", e);
        }
    }

    /** @param shown entities that the model shows */
    static List<String> of(ScopeRows rows, Collection<EntityKey> shown) {
        Stream<String> journal = rows.journal.stream()
                .sorted((one, other) -> Long.compare(one.ordinal, other.ordinal))
                .map(entry -> entry.id() + " " + payload(entry));
        Stream<String> letters = rows.letters.stream()
                .map(letter -> letter.entry().id() + " " + letter.reason() + " " + (letter.decided() ? 1 : 0))
                .sorted();
        TreeSet<String> view = new TreeSet<>();
        shown.forEach(entity -> view.add(entity.type() + " " + entity.id()));
        return Stream.of(
                        Stream.of(rows.lastSequence + " " + rows.lastLink),
                        rows.queue.stream().map(Tables::line),
                        journal,
                        letters,
                        view.stream())
                .flatMap(each -> each)
                .toList();
    }

    private static String line(Entry entry) {
        boolean isUndecided = entry.state == Entry.State.UNDECIDED;
        return entry.id() + " " + entry.sequence + "<-" + entry.previous + " " + entry.sends + " " + entry.refusals
                + " "
                + entry.state.name().toLowerCase(Locale.ROOT) + " " + (isUndecided ? "" : entry.epoch) + " "
                + (entry.position.isPresent() ? entry.position.getAsLong() : "") + " "
                + (isUndecided && entry.passed ? 1 : 0) + " " + payload(entry);
    }

    private static String payload(Entry entry) {
        return CanonicalJson.write(OperationCodec.payload(entry.operation));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("the store's file cannot be closed", e);
        }
    }
}
