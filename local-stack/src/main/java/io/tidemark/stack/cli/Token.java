package io.tidemark.stack.cli;

import io.tidemark.stack.DevelopmentTokens;
import io.tidemark.stack.Memberships;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.Probe;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The token alone goes to stdout, so that a shell can catch it; everything for a person goes to stderr. */
@Command(
        name = "token",
        description = "Makes a subject a member of scopes in the running stack, and prints a bearer token for it.",
        footer = {
            "",
            "Examples:",
            "  ./tidemark token --subject alice --scope notes:alice",
            "  TOKEN=$(./tidemark token --subject bob --scope notes:alice --scope notes:bob --days 7)"
        })
final class Token implements Callable<Integer> {
    private static final int MOST_DAYS = 365;

    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Option(names = "--subject", required = true, paramLabel = "NAME", description = "Whose token it is.")
    private String subject = "";

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = "demo",
            description = "The tenant (default: ${DEFAULT-VALUE}).")
    private String tenant = "";

    @Option(
            names = "--scope",
            required = true,
            paramLabel = "SCOPE",
            description = "A scope to be a member of; may be repeated.")
    private List<String> scopes = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "1",
            description = "How long the token is valid (default: ${DEFAULT-VALUE}).")
    private int days;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days must be from 1 to " + MOST_DAYS);
        }
        StackState state = data.required();
        PartStatus database = state.named("postgresql")
                .orElseThrow(() -> new StackException("The stack is still starting: see ./tidemark status"));
        scopes.forEach(scope -> Memberships.grant(Probe.jdbcUrl(database), tenant, scope, subject));
        String token = DevelopmentTokens.in(data.folder()).issue(tenant, subject, Duration.ofDays(days));
        spec.commandLine().getOut().println(token);
        spec.commandLine().getOut().flush();
        state.named("sync-gateway").ifPresent(gateway -> hint(gateway.port()));
        return Main.OK;
    }

    private void hint(int port) {
        PrintWriter errors = spec.commandLine().getErr();
        errors.println();
        errors.println("Valid for " + days + (days == 1 ? " day" : " days") + ". Try, with the line above in TOKEN:");
        errors.println("  curl -H \"Authorization: Bearer $TOKEN\" 'http://127.0.0.1:" + port + "/v1/scopes/"
                + pathSegment(scopes.getFirst()) + "/changes?limit=10'");
        errors.flush();
    }

    private static String pathSegment(String scope) {
        return URLEncoder.encode(scope, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }
}
