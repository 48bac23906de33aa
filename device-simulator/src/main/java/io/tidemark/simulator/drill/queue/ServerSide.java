package io.tidemark.simulator.drill.queue;

import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** What the server holds in the end. */
final class ServerSide {
    static final String TENANT = "drill";
    static final String SCOPE = "drill:queue";
    private static final String READER = "reader";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);
    private static final String DECIDED = """
            select count(*), count(*) filter (where status = 'applied') from operation_log
            where tenant = ? and scope = ?
            """;

    private final LocalStack stack;

    /**
     * @param decided operations in the log
     * @param applied of these
     */
    record Reading(long decided, long applied, RowSum rows) {}

    ServerSide(LocalStack stack) {
        this.stack = stack;
    }

    Reading read() throws IOException, SQLException, InterruptedException {
        try (Connection connection = DriverManager.getConnection(
                        stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD);
                PreparedStatement statement = connection.prepareStatement(DECIDED)) {
            statement.setString(1, TENANT);
            statement.setString(2, SCOPE);
            try (ResultSet counts = statement.executeQuery()) {
                counts.next();
                return new Reading(counts.getLong(1), counts.getLong(2), rows());
            }
        }
    }

    private RowSum rows() throws IOException, InterruptedException {
        stack.grant(TENANT, SCOPE, READER);
        String token = stack.tokens().issue(TENANT, READER, TOKEN_LIFETIME);
        RowSum sum = RowSum.NONE;
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            for (CanonicalRow row : new FeedReader(gateway, token, SCOPE).readToCheckpoint()) {
                if (row instanceof CanonicalRow.Live live) {
                    sum = sum.plus(live.entity(), live.version(), live.position(), live.fields());
                }
            }
        }
        return sum;
    }
}
