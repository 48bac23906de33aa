package io.tidemark.system.offline;

import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.simulator.server.OperationLog;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Ada and Ben, who share a notebook in which Ada has written some notes; and the server that both meet. */
final class TwoPhones implements AutoCloseable {
    private static final String TENANT = "demo";
    private static final String READER = "reader";

    private final LocalStack stack;
    private final String scope;
    private final List<String> ids;
    private final Phone ada;
    private final Phone ben;

    /** Returns when both phones show all notes. */
    static TwoPhones with(int notes, LocalStack stack, String scope, Path folder) throws InterruptedException {
        TwoPhones phones = new TwoPhones(notes, stack, scope, folder);
        for (String id : phones.ids) {
            phones.ada.save(id, "title", firstTitle(id));
        }
        phones.settle();
        return phones;
    }

    private TwoPhones(int notes, LocalStack stack, String scope, Path folder) {
        this.stack = stack;
        this.scope = scope;
        this.ids = IntStream.rangeClosed(1, notes).mapToObj(i -> "note-" + i).toList();
        List.of("ada", "ben", READER).forEach(person -> stack.grant(TENANT, scope, person));
        this.ada = new Phone(stack, TENANT, "ada", scope, folder);
        this.ben = new Phone(stack, TENANT, "ben", scope, folder);
    }

    static String firstTitle(String id) {
        return id + ", as it was made";
    }

    List<String> ids() {
        return ids;
    }

    Phone ada() {
        return ada;
    }

    Phone ben() {
        return ben;
    }

    void setOnline(boolean online) {
        ada.setOnline(online);
        ben.setOnline(online);
    }

    /** Returns when all that both saved is decided, and stands on both. */
    void settle() throws InterruptedException {
        ada.settle();
        ben.settle();
        ada.settle();
    }

    /** The notes of the server's feed, read from its start: live ones, conflict copies and tombstones. */
    List<CanonicalRow> feed() throws IOException, InterruptedException {
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            String token = stack.tokens().issue(TENANT, READER, Duration.ofHours(1));
            List<CanonicalRow> rows = new ArrayList<>(new FeedReader(gateway, token, scope).readToCheckpoint());
            rows.removeIf(row -> !row.entity().type().equals("note"));
            return rows;
        }
    }

    List<OperationLog.Entry> log() throws SQLException {
        List<OperationLog.Entry> entries = new ArrayList<>(
                OperationLog.read(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD, TENANT));
        entries.removeIf(entry -> !entry.scope().equals(scope));
        return entries;
    }

    @Override
    public void close() {
        ada.close();
        ben.close();
    }
}
