package io.tidemark.simulator.server;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.row.CanonicalRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a scope's feed page by page, and refuses one that does not join on to the last. */
public final class FeedReader {
    private final GatewayClient gateway;
    private final String token;
    private final String scope;
    private Optional<String> cursor = Optional.empty();
    private long position;

    public FeedReader(GatewayClient gateway, String token, String scope) {
        this.gateway = gateway;
        this.token = token;
        this.scope = scope;
    }

    public String scope() {
        return scope;
    }

    /** Where the last page ended; at a checkpoint the head. */
    public long position() {
        return position;
    }

    /** All rows up to the next checkpoint, in the order of the feed. */
    public List<CanonicalRow> readToCheckpoint() throws IOException, InterruptedException {
        List<CanonicalRow> rows = new ArrayList<>();
        boolean atCheckpoint = false;
        while (!atCheckpoint) {
            ChangesPage page = page();
            if (page.from() != position || page.to() < page.from()) {
                throw new IOException("the feed of " + scope + " has a hole: a page from " + page.from() + " to "
                        + page.to() + " for a reader at " + position);
            }
            rows.addAll(page.rows());
            cursor = Optional.of(page.cursor());
            position = page.to();
            atCheckpoint = page.checkpoint();
        }
        return rows;
    }

    private ChangesPage page() throws IOException, InterruptedException {
        return switch (gateway.changes(token, scope, cursor)) {
            case Answer.Ok<ChangesPage>(ChangesPage page) -> page;
            case Answer.Refused<ChangesPage> refused ->
                throw new IOException("the feed of " + scope + " was refused: " + refused);
        };
    }
}
