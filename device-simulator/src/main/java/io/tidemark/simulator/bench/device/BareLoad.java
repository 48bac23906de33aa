package io.tidemark.simulator.bench.device;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * The floor of a first sync: the same pages over the same HTTP, and SQLite takes their rows apart by itself, into one
 * table, a transaction for each page.
 */
final class BareLoad {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String TABLE = """
            CREATE TABLE canonical_row (scope TEXT NOT NULL, type TEXT NOT NULL, entity TEXT NOT NULL,
                version INTEGER NOT NULL, position INTEGER NOT NULL, fields TEXT NOT NULL,
                PRIMARY KEY (scope, type, entity)) STRICT""";
    private static final String LOAD = """
            INSERT INTO canonical_row SELECT ?, value ->> 'type', value ->> 'entity', value ->> 'version',
                value ->> 'position', value -> 'fields' FROM json_each(?, '$.rows')""";

    /**
     * @param head the position at which the feed ended
     * @param fetchNanos for the pages over HTTP
     * @param loadNanos for their rows into the table
     */
    record Result(long rows, long head, long fetchNanos, long loadNanos) {}

    private BareLoad() {}

    static Result run(URI gateway, String token, String scope, Path file)
            throws IOException, SQLException, InterruptedException {
        List<String> pages = new ArrayList<>();
        long begun = System.nanoTime();
        ChangesPage last = fetch(gateway, token, scope, pages);
        long fetched = System.nanoTime();
        long rows = load(pages, scope, file);
        return new Result(rows, last.to(), fetched - begun, System.nanoTime() - fetched);
    }

    private static ChangesPage fetch(URI gateway, String token, String scope, List<String> pages)
            throws IOException, InterruptedException {
        Optional<ChangesPage> last = Optional.empty();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            while (last.filter(ChangesPage::checkpoint).isEmpty()) {
                String query = "/changes?limit=" + ChangesPage.MAX_LIMIT
                        + last.map(page -> "&cursor=" + encoded(page.cursor())).orElse("");
                HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/v1/scopes/" + encoded(scope) + query))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .GET()
                        .build();
                String body = http.send(request, BodyHandlers.ofString()).body();
                pages.add(body);
                last = Optional.of(ChangesPage.read(JsonReader.read(body)));
            }
        } catch (InvalidJson | InvalidShape e) {
            throw new IOException("a page that is none: " + e.getMessage(), e);
        }
        return last.orElseThrow();
    }

    private static long load(List<String> pages, String scope, Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        long rows = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(TABLE);
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(LOAD)) {
                for (String page : pages) {
                    insert.setString(1, scope);
                    insert.setString(2, page);
                    rows += insert.executeUpdate();
                    connection.commit();
                }
            }
        }
        return rows;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
