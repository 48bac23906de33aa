package io.tidemark.simulator.demo;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.row.CanonicalRow;
import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.simulator.oracle.Evidence.DeadLetter;
import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Evidence.ServerScope;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.server.Answer;
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
import java.util.Optional;

/** Takes the final reading: the feeds over HTTP, the log over SQL, the rows of every device. */
final class EvidenceRoom {
    private static final String STRANGER = "mallory";

    private final LocalStack stack;
    private final Fleet fleet;

    EvidenceRoom(LocalStack stack, Fleet fleet) {
        this.stack = stack;
        this.fleet = fleet;
    }

    Evidence collect(Recorder recorder, EntityTypes types) throws IOException, SQLException, InterruptedException {
        List<DeviceCopy> copies = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (Device device : fleet.devices()) {
            device.scopes().forEach(scope -> copies.add(device.copy(scope)));
            letters.addAll(device.deadLetters());
        }
        return new Evidence(types, sent(recorder.edits()), feeds(), copies, letters, log());
    }

    /** Every edit under the id that it went to the server with, several under one where they were squashed. */
    private List<AcceptedEdit> sent(List<AcceptedEdit> edits) {
        Map<String, Device> devices = new HashMap<>();
        fleet.devices().forEach(device -> devices.put(device.owner(), device));
        return edits.stream()
                .map(edit -> {
                    Device device = devices.get(edit.device());
                    return device == null ? edit : edit.sentAs(device.sentAs(edit.scope(), edit.operation()));
                })
                .toList();
    }

    private List<ServerScope> feeds() throws IOException, InterruptedException {
        List<ServerScope> scopes = new ArrayList<>();
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            for (Notebook notebook : fleet.notebooks()) {
                FeedReader reader = new FeedReader(gateway, token(Fleet.ORACLE), notebook.scope());
                List<CanonicalRow> rows = reader.readToCheckpoint();
                scopes.add(new ServerScope(notebook.scope(), reader.position(), rows));
            }
        }
        return scopes;
    }

    private List<LoggedOperation> log() throws SQLException {
        return OperationLog.read(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD, Fleet.TENANT)
                .stream()
                .map(entry -> new LoggedOperation(entry.scope(), entry.operation(), entry.entity(), entry.outcome()))
                .toList();
    }

    /** G8, in the small: whoever is no member is told that there is no such notebook. */
    Finding strangerSeesNothing() throws IOException, InterruptedException {
        List<Violation> violations = new ArrayList<>();
        try (GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            for (Notebook notebook : fleet.notebooks()) {
                switch (gateway.changes(token(STRANGER), notebook.scope(), Optional.empty())) {
                    case Answer.Ok<ChangesPage> ignored ->
                        violations.add(new Violation(notebook.scope(), "a stranger can read it"));
                    case Answer.Refused<ChangesPage> refused -> {
                        if (refused.status() != 404) {
                            violations.add(new Violation(notebook.scope(), "a stranger is told " + refused));
                        }
                    }
                }
            }
        }
        return new Finding(
                "a stranger with a valid token reads none of it",
                fleet.notebooks().size(),
                violations);
    }

    private String token(String subject) {
        return stack.tokens().issue(Fleet.TENANT, subject, Fleet.TOKEN_LIFETIME);
    }
}
