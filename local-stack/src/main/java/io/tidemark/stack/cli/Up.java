package io.tidemark.stack.cli;

import io.tidemark.stack.Home;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.Probe;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts the stack in the background and returns once all of it is healthy. */
@Command(
        name = "up",
        description = "Starts the stack in the background and waits until it is healthy.",
        footer = {
            "",
            "Examples:",
            "  ./tidemark up                        the stack on its default folder and port",
            "  ./tidemark up --gateway-port 8090    when 8080 is taken",
            "  ./tidemark up --data /tmp/try        another stack, with data of its own"
        })
final class Up implements Callable<Integer> {
    static final int GATEWAY_PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;
    private static final int LOWEST_UNRESERVED = 1_024;

    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Option(
            names = "--gateway-port",
            paramLabel = "N",
            defaultValue = "" + GATEWAY_PORT,
            description = "The port of the gateway, on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
    private int gatewayPort;

    @Option(names = "--without-services", description = "Kafka and PostgreSQL only, for services run by other means.")
    private boolean withoutServices;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<StackState> running = data.running();
        if (running.isPresent() && running.get().phase() == StackState.Phase.RUNNING) {
            out.println("Already running on " + data.folder() + ".");
            PartTable.print(running.get(), out);
            printUrls(running.get(), out);
            return Main.OK;
        }
        Background background = running.isPresent()
                ? Background.joined(data.folder(), running.get())
                : Background.start(data.folder(), checkedPort(), withoutServices);
        out.println("Starting on " + data.folder() + " …");
        out.flush();
        StackState state = background.awaitRunning(part -> printPart(part, out));
        printUrls(state, out);
        return Main.OK;
    }

    private int checkedPort() {
        if (!withoutServices) {
            if (gatewayPort < 1 || gatewayPort > HIGHEST_PORT) {
                throw new ParameterException(spec.commandLine(), "--gateway-port must be from 1 to " + HIGHEST_PORT);
            }
            if (!Probe.portIsFree(gatewayPort)) {
                throw new StackException("port " + gatewayPort + ", for the gateway, is taken by another program"
                        + (gatewayPort < LOWEST_UNRESERVED ? ", or reserved for root." : ".")
                        + " Choose another: ./tidemark up" + data.asArgument() + " --gateway-port 8090");
            }
            Home.find().serviceJar("sync-gateway");
            Home.find().serviceJar("merge-service");
        }
        return gatewayPort;
    }

    private static void printPart(PartStatus part, PrintWriter out) {
        String state = PartTable.word(part.state());
        out.printf("  %-16s %-9s port %d%n", part.name(), state, part.port());
        out.flush();
    }

    private void printUrls(StackState state, PrintWriter out) {
        out.println();
        Optional<PartStatus> gateway = state.named("sync-gateway");
        if (gateway.isPresent()) {
            String url = "http://127.0.0.1:" + gateway.get().port();
            out.println("  Gateway        " + url);
            out.println("  API            " + url + "/q/swagger-ui   (document: " + url + "/q/openapi)");
            out.println("  Health         " + url + "/q/health");
        }
        state.named("postgresql")
                .ifPresent(part ->
                        out.println("  PostgreSQL     " + Probe.jdbcUrl(part) + "   (user and password: tidemark)"));
        state.named("kafka").ifPresent(part -> out.println("  Kafka          127.0.0.1:" + part.port()));
        out.println();
        if (gateway.isPresent()) {
            out.println("Next: ./tidemark token" + data.asArgument() + " --subject alice --scope notes:alice");
        }
        out.println("Stop: ./tidemark down" + data.asArgument());
        out.flush();
    }
}
