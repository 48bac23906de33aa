package io.tidemark.simulator.chaos;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.demo.Notebook;
import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import io.tidemark.simulator.oracle.chaos.ChaosEvidence;
import io.tidemark.simulator.oracle.chaos.HistoryFacts;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.simulator.server.OperationLog;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes the final reading: the feeds over HTTP, the tables over SQL, the rows of every device; and the history. */
final class EvidenceOfChaos {
    private final LocalStack stack;
    private final Cast cast;

    EvidenceOfChaos(LocalStack stack, Cast cast) {
        this.stack = stack;
        this.cast = cast;
    }

    ChaosEvidence collect(HistoryFacts history, EntityTypes types, Poison poison, int restores)
            throws IOException, SQLException, InterruptedException {
        List<DeviceCopy> copies = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (ChaosDevice device : cast.devices()) {
            device.scopes().forEach(scope -> copies.add(device.copy(scope)));
            letters.addAll(device.deadLetters());
        }
        List<LoggedOperation> log = log();
        Evidence end = new Evidence(types, sent(history.edits()), feeds(), copies, letters, log);
        try (ChaosLog tables = new ChaosLog(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD)) {
            return new ChaosEvidence(
                    end,
                    history,
                    tables.decided(Cast.TENANT, log),
                    tables.epoch(),
                    tables.epochs(),
                    restores,
                    poison.laid(),
                    tables.poison());
        }
    }

    /** Every edit under the id that it went to the server with, several under one where they were squashed. */
    private List<AcceptedEdit> sent(List<AcceptedEdit> edits) {
        Map<String, ChaosDevice> devices = new HashMap<>();
        cast.devices().forEach(device -> devices.put(device.owner(), device));
        return edits.stream()
                .map(edit -> {
                    ChaosDevice device = devices.get(edit.device());
                    return device == null ? edit : edit.sentAs(device.sentAs(edit.scope(), edit.operation()));
                })
                .toList();
    }

    private List<ServerScope> feeds() throws IOException, InterruptedException {
        List<ServerScope> scopes = new ArrayList<>();
        String token = stack.tokens().issue(Cast.TENANT, Cast.ORACLE, Cast.TOKEN_LIFETIME);
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            for (Notebook notebook : cast.notebooks()) {
                FeedReader reader = new FeedReader(gateway, token, notebook.scope());
                List<CanonicalRow> rows = reader.readToCheckpoint();
                scopes.add(new ServerScope(notebook.scope(), reader.position(), rows));
            }
        }
        return scopes;
    }

    private List<LoggedOperation> log() throws SQLException {
        return OperationLog.read(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD, Cast.TENANT)
                .stream()
                .map(entry -> new LoggedOperation(entry.scope(), entry.operation(), entry.entity(), entry.outcome()))
                .toList();
    }
}
