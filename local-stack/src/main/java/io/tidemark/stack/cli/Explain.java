package io.tidemark.stack.cli;

import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.stack.DevelopmentTokens;
import io.tidemark.stack.Memberships;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.Probe;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The answer alone goes to stdout. It changes nothing, in the stack or elsewhere: not even a membership. */
@Command(
        name = "explain",
        description = {
            "Shows why an entity is what it is: of each field who wrote it, with which operation, and what was merged or",
            "kept as a conflict. With --operation, what that operation would do to it now: nothing comes of it."
        },
        footer = {
            "",
            "Examples:",
            "  ./tidemark explain notes:alice note shopping",
            "  ./tidemark explain notes:alice note shopping --operation edit.json --subject bob --device d-91c0",
            "  ./tidemark explain notes:alice note shopping --url https://sync.example.org --json    (token in TIDEMARK_TOKEN)"
        })
final class Explain implements Callable<Integer> {
    private static final String STDIN = "-";
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(5);

    @Mixin
    private final CommonOptions data = new CommonOptions();

    @Parameters(index = "0", paramLabel = "SCOPE", description = "The scope, as notes:alice.")
    private String scope = "";

    @Parameters(index = "1", paramLabel = "TYPE", description = "The entity's type, as note.")
    private String type = "";

    @Parameters(index = "2", paramLabel = "ID", description = "The entity's id.")
    private String id = "";

    @Option(
            names = "--operation",
            paramLabel = "FILE",
            description = "Tries the operation in that file, as JSON; - reads it from stdin. What it need not say:"
                    + " operationId, type, entity.")
    @Nullable
    private String operation;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "The device of that operation's author; left out, it is a single-entity request.")
    @Nullable
    private String device;

    @Option(
            names = "--subject",
            paramLabel = "NAME",
            description = "Who asks, on the local stack (default: the scope's first member).")
    @Nullable
    private String subject;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            defaultValue = "demo",
            description = "The tenant on the local stack (default: ${DEFAULT-VALUE}).")
    private String tenant = "";

    @Option(names = "--url", paramLabel = "URL", description = "A gateway elsewhere (default: the local stack's).")
    @Nullable
    private URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "The bearer token; better in the environment, as TIDEMARK_TOKEN.")
    @Nullable
    private String token;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many operations of the entity's history (1 to 100, default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Prints the gateway's answer, for machines.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        checkUsage();
        String address = "/scopes/%s/entities/%s/%s"
                .formatted(GatewayCall.segment(scope), GatewayCall.segment(type), GatewayCall.segment(id));
        if (operation == null) {
            Json answer = gateway().answer(address + "/explanation?limit=" + limit, Optional.empty());
            print(answer, () -> ExplanationText.lines(scope, Explanation.read(answer)));
        } else {
            byte[] tried = CanonicalJson.bytes(operation(operation));
            String query = device == null ? "" : "?device=" + device;
            Json answer = gateway().answer(address + "/dry-run" + query, Optional.of(tried));
            print(answer, () -> DryRunText.lines(new EntityKey(type, id), DryRun.read(answer)));
        }
        return Main.OK;
    }

    private void checkUsage() {
        if (limit < 1 || limit > Explanation.MAX_LIMIT) {
            throw wrong("--limit must be from 1 to " + Explanation.MAX_LIMIT);
        }
        if (device != null && !Push.isDevice(device)) {
            throw wrong("--device is 1 to " + Push.MAX_DEVICE + " characters of A-Z a-z 0-9 . _ -");
        }
        if (device != null && operation == null) {
            throw wrong("--device goes with --operation");
        }
        if (url != null && (url.getHost() == null || !List.of("http", "https").contains(url.getScheme()))) {
            throw wrong("--url is an address as https://sync.example.org");
        }
        if (url != null && token() == null) {
            throw wrong("--url needs a token: in the environment as TIDEMARK_TOKEN, or as --token");
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private @Nullable String token() {
        return token != null ? token : System.getenv("TIDEMARK_TOKEN");
    }

    /** Of the local stack the token is made here: one in the environment may be for another gateway. */
    private GatewayCall gateway() {
        String given = token();
        if (url != null && given != null) {
            return new GatewayCall(url, given);
        }
        StackState state = data.required();
        PartStatus gateway = part(state, "sync-gateway");
        URI local = URI.create("http://127.0.0.1:" + gateway.port());
        return new GatewayCall(local, token != null ? token : localToken(state));
    }

    private String localToken(StackState state) {
        String asked = subject != null
                ? subject
                : Memberships.first(Probe.jdbcUrl(part(state, "postgresql")), tenant, scope)
                        .orElseThrow(() -> new StackException("Nobody is a member of the scope " + Words.plain(scope)
                                + " of tenant " + Words.plain(tenant) + " on this stack"));
        return DevelopmentTokens.in(data.folder()).issue(tenant, asked, TOKEN_LIFETIME);
    }

    private PartStatus part(StackState state, String name) {
        return state.named(name)
                .orElseThrow(() -> new StackException("The stack has no " + name
                        + ", or is still starting: see ./tidemark status" + data.asArgument()));
    }

    private Json operation(String file) {
        try {
            if (!(JsonReader.read(bytes(file)) instanceof Json.Obj(var members))) {
                throw new StackException("An operation is a JSON object");
            }
            TreeMap<String, Json> all = new TreeMap<>(members);
            all.putIfAbsent("operationId", Json.of(UUID.randomUUID().toString()));
            all.putIfAbsent("type", Json.of(type));
            all.putIfAbsent("entity", Json.of(id));
            return new Json.Obj(all);
        } catch (InvalidJson e) {
            throw new StackException("The operation cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String file) {
        try (InputStream in = file.equals(STDIN) ? System.in : Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(Push.MAX_BYTES + 1);
            if (bytes.length > Push.MAX_BYTES) {
                throw new StackException("An operation is at most " + Push.MAX_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new StackException("There is no file " + file, e);
        } catch (IOException e) {
            throw new StackException("The operation cannot be read: " + e.getMessage(), e);
        }
    }

    /** What makes lines of an answer. */
    private interface Text {
        List<String> lines() throws InvalidShape;
    }

    private void print(Json answer, Text text) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            (json ? List.of(CanonicalJson.write(answer)) : text.lines()).forEach(out::println);
        } catch (InvalidShape e) {
            throw GatewayCall.unexpected(e);
        }
        out.flush();
    }
}
