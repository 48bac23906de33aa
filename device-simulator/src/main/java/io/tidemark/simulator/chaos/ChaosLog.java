package io.tidemark.simulator.chaos;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.chaos.Decided;
import io.tidemark.simulator.oracle.chaos.PoisonPlace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What the server's tables say beside the outcomes: places in chains, epochs, poison. */
final class ChaosLog implements AutoCloseable {
    private static final String CHAINS = """
            select operation_id, subject, device, sequence, decided_at from operation_log
            where tenant = ? and device is not null and sequence is not null
            """;
    private static final String EPOCH = "select epoch::text from server";
    private static final String EPOCHS = "select count(*) from epoch";
    private static final String POISON = "select partition, record_offset from poison_record";

    private record Link(String subject, String device, long sequence, Instant at) {}

    private final Connection connection;

    ChaosLog(String jdbcUrl, String user, String password) throws SQLException {
        this.connection = DriverManager.getConnection(jdbcUrl, user, password);
    }

    /** The log with the places in the chains; an operation without one is left out. */
    List<Decided> decided(String tenant, List<LoggedOperation> log) throws SQLException {
        Map<OperationId, Link> links = links(tenant);
        List<Decided> decided = new ArrayList<>();
        for (LoggedOperation line : log) {
            Link link = links.get(line.operation());
            if (link != null) {
                decided.add(new Decided(
                        line.scope(),
                        line.operation(),
                        link.subject(),
                        link.device(),
                        link.sequence(),
                        link.at(),
                        line.entity(),
                        line.outcome()));
            }
        }
        return decided;
    }

    private Map<OperationId, Link> links(String tenant) throws SQLException {
        Map<OperationId, Link> links = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(CHAINS)) {
            statement.setString(1, tenant);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    links.put(
                            new OperationId(rows.getObject(1, UUID.class)),
                            new Link(
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getLong(4),
                                    rows.getObject(5, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return links;
    }

    String epoch() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EPOCH);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    int epochs() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EPOCHS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    Set<PoisonPlace> poison() throws SQLException {
        Set<PoisonPlace> kept = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(POISON);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                kept.add(new PoisonPlace(rows.getInt(1), rows.getLong(2)));
            }
        }
        return kept;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
