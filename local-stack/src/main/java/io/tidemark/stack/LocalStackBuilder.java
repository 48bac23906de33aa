package io.tidemark.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stack is to be made of. Unless told otherwise: one of each service, free ports, a folder that goes away. */
public final class LocalStackBuilder {
    /** The smallest that PostgreSQL knows. */
    public static final long SMALL_WAL_SEGMENT_BYTES = 1024L * 1024;

    private static final int CURSOR_KEY_BYTES = 32;
    private static final String MERGE_SERVICE = "merge-service";
    private static final String GATEWAY = "sync-gateway";

    private @Nullable Path data;
    private @Nullable Path entityTypes;
    private @Nullable Home home;
    private @Nullable URI traces;
    private int mergeServices = 1;
    private int gateways = 1;
    private int gatewayPort;
    private int kafkaPort;
    private int postgresPort;
    private boolean smallWalSegments;
    private Platform platform = Platform.current();
    private Consumer<PartEvent> listener = event -> {};
    private Links links = Links.DIRECT;

    LocalStackBuilder() {}

    /** Keeps the data there, over restarts. */
    public LocalStackBuilder dataDirectory(Path folder) {
        this.data = folder;
        return this;
    }

    public LocalStackBuilder gateways(int number) {
        this.gateways = number;
        return this;
    }

    public LocalStackBuilder mergeServices(int number) {
        this.mergeServices = number;
        return this;
    }

    /** Kafka and PostgreSQL only. */
    public LocalStackBuilder withoutServices() {
        return gateways(0).mergeServices(0);
    }

    /** The first gateway's port; 0, as for the other ports, takes a free one. */
    public LocalStackBuilder gatewayPort(int port) {
        this.gatewayPort = port;
        return this;
    }

    public LocalStackBuilder kafkaPort(int port) {
        this.kafkaPort = port;
        return this;
    }

    public LocalStackBuilder postgresPort(int port) {
        this.postgresPort = port;
        return this;
    }

    /** New data have a log in files of {@link #SMALL_WAL_SEGMENT_BYTES}: smaller than a table soon is. */
    public LocalStackBuilder smallWalSegments() {
        this.smallWalSegments = true;
        return this;
    }

    /** The file that declares the entity types; {@code deploy/entity-types.yaml} unless set. */
    public LocalStackBuilder entityTypes(Path file) {
        this.entityTypes = file;
        return this;
    }

    /** Where the services send their spans; nowhere unless set. */
    public LocalStackBuilder traces(URI endpoint) {
        this.traces = endpoint;
        return this;
    }

    /** Is told what happens to the parts, on their threads: it must be quick and thread-safe. */
    public LocalStackBuilder listener(Consumer<PartEvent> told) {
        this.listener = told;
        return this;
    }

    /** Stands something between the services and what they connect to; {@link Links#DIRECT} unless set. */
    public LocalStackBuilder links(Links between) {
        this.links = between;
        return this;
    }

    LocalStackBuilder home(Home folder) {
        this.home = folder;
        return this;
    }

    LocalStackBuilder platform(Platform system) {
        this.platform = system;
        return this;
    }

    /** Returns when every part is ready. Throws a {@link StackException} that names the part and the reason. */
    public LocalStack start() {
        Home found = home == null ? Home.find() : home;
        DataFolder folder = DataFolder.open(data);
        try {
            LocalStack stack = assemble(found, folder);
            stack.start();
            return stack;
        } catch (IOException | StackException e) {
            closeAfter(e, folder);
            throw e instanceof StackException known ? known : new StackException("The stack did not start: " + e, e);
        }
    }

    private static void closeAfter(Exception failure, DataFolder folder) {
        try {
            folder.close();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    private LocalStack assemble(Home found, DataFolder folder) throws IOException {
        Path root = folder.path();
        List<String> mergeNames = names(MERGE_SERVICE, mergeServices);
        List<String> gatewayNames = names(GATEWAY, gateways);
        Postgres postgres =
                new Postgres(found, root.resolve("postgresql"), orFree(postgresPort), platform, smallWalSegments);
        int broker = orFree(kafkaPort);
        Wiring wiring = new Wiring(
                links, Stream.concat(mergeNames.stream(), gatewayNames.stream()).toList(), broker, postgres.port());
        Kafka kafka = new Kafka(found, root.resolve("kafka"), broker, wiring.doors());
        DevelopmentTokens tokens = DevelopmentTokens.in(root);
        Map<String, String> common = common(found);
        List<Service> merges = services(
                mergeNames, MERGE_SERVICE, 0, found, root, name -> mergeSettings(name, wiring, common), secrets(null));
        List<Service> fronts = services(
                gatewayNames,
                GATEWAY,
                gatewayPort,
                found,
                root,
                name -> gatewaySettings(name, wiring, common, tokens),
                secrets(root));
        return new LocalStack(folder, postgres, kafka, merges, fronts, tokens, listener);
    }

    private static List<String> names(String module, int number) {
        return IntStream.rangeClosed(1, number)
                .mapToObj(index -> index == 1 ? module : module + "-" + index)
                .toList();
    }

    private static List<Service> services(
            List<String> names,
            String module,
            int firstPort,
            Home home,
            Path root,
            Function<String, Map<String, String>> settings,
            Map<String, String> secrets) {
        List<Service> services = new ArrayList<>();
        for (String name : names) {
            int port = orFree(services.isEmpty() ? firstPort : 0);
            Path data = root.resolve("services").resolve(name);
            services.add(new Service(name, home.serviceJar(module), data, port, settings.apply(name), secrets));
        }
        return services;
    }

    private Map<String, String> common(Home found) {
        Map<String, String> common = new HashMap<>();
        if (traces != null) {
            common.put("tidemark.traces.endpoint", traces.toString());
        }
        common.put(
                "tidemark.entity-types",
                (entityTypes == null ? found.entityTypes() : entityTypes)
                        .toAbsolutePath()
                        .toString());
        return common;
    }

    private static Map<String, String> mergeSettings(String name, Wiring wiring, Map<String, String> common) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("kafka.bootstrap.servers", wiring.bootstrapServers(name));
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql:" + wiring.database(name));
        settings.put("quarkus.datasource.username", Postgres.USER);
        return settings;
    }

    private static Map<String, String> gatewaySettings(
            String name, Wiring wiring, Map<String, String> common, DevelopmentTokens tokens) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("kafka.bootstrap.servers", wiring.bootstrapServers(name));
        settings.put("quarkus.datasource.reactive.url", "postgresql:" + wiring.database(name));
        settings.put("quarkus.datasource.username", Postgres.USER);
        settings.put("mp.jwt.verify.publickey.location", tokens.publicKeyFile().toString());
        settings.put("mp.jwt.verify.issuer", DevelopmentTokens.ISSUER);
        return settings;
    }

    private static Map<String, String> secrets(@Nullable Path root) throws IOException {
        Map<String, String> secrets = new HashMap<>(Map.of("QUARKUS_DATASOURCE_PASSWORD", Postgres.PASSWORD));
        if (root != null) {
            secrets.put("TIDEMARK_CURSOR_KEY", SecretFiles.key(root.resolve("keys/cursor.key"), CURSOR_KEY_BYTES));
        }
        return secrets;
    }

    private static int orFree(int port) {
        return port == 0 ? Ports.free() : port;
    }
}
