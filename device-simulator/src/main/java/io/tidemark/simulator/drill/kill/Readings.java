package io.tidemark.simulator.drill.kill;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.simulator.server.OperationLog;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The last look at both devices and at the server, when all should be quiet. */
final class Readings {
    static final String TENANT = "drill";
    static final String SCOPE = "drill:notes";
    static final String READER = "reader";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final LocalStack stack;
    private final EntityTypes types;

    Readings(LocalStack stack, EntityTypes types) {
        this.stack = stack;
        this.types = types;
    }

    /** Returns when queues are empty and all stand at the head, or the time is over; what is not quiet then is found. */
    void awaitQuiet(List<Companion> devices, StopRequest stop) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        boolean quiet = false;
        while (!quiet && System.nanoTime() < deadline && !stop.pause(LOOK_EVERY)) {
            long head = feed().head();
            quiet = devices.stream().allMatch(device -> device.isQuietAt(head));
        }
    }

    Evidence take(List<Companion> devices) throws IOException, SQLException, InterruptedException {
        List<AcceptedEdit> edits = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (Companion device : devices) {
            edits.addAll(Attribution.of(device.history()).accepted(device.name(), SCOPE));
            letters.addAll(device.deadLetters());
        }
        return new Evidence(
                types,
                edits,
                List.of(feed()),
                devices.stream().map(Companion::copy).toList(),
                letters,
                log());
    }

    private ServerScope feed() throws IOException, InterruptedException {
        String token = stack.tokens().issue(TENANT, READER, TOKEN_LIFETIME);
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            FeedReader reader = new FeedReader(gateway, token, SCOPE);
            List<CanonicalRow> rows = reader.readToCheckpoint();
            return new ServerScope(SCOPE, reader.position(), rows);
        }
    }

    private List<LoggedOperation> log() throws SQLException {
        return OperationLog.read(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD, TENANT)
                .stream()
                .map(entry -> new LoggedOperation(entry.scope(), entry.operation(), entry.entity(), entry.outcome()))
                .toList();
    }
}
