package io.tidemark.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Kafka, PostgreSQL and the services, running. A part that dies is started again on the same port and data, until this
 * is closed; all of it also ends with this process, even when that is killed.
 *
 * <p>What a test needs of it: {@code try (var stack = LocalStack.builder().withoutServices().start()) { … }}.
 */
public final class LocalStack implements AutoCloseable {
    /** The database's name, user and password: three times the same. */
    public static final String DATABASE_USER = Postgres.USER;

    public static final String DATABASE_PASSWORD = Postgres.PASSWORD;
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final long HEALTH_EVERY_MS = 100;

    private final DataFolder folder;
    private final Postgres postgres;
    private final Kafka kafka;
    private final List<Service> mergeServices;
    private final List<Service> gateways;
    private final List<Supervised> parts;
    private final DevelopmentTokens tokens;
    private final Thread hook = new Thread(this::end, "local-stack-shutdown");
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    LocalStack(
            DataFolder folder,
            Postgres postgres,
            Kafka kafka,
            List<Service> mergeServices,
            List<Service> gateways,
            DevelopmentTokens tokens,
            Consumer<PartEvent> listener) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafka = kafka;
        this.mergeServices = List.copyOf(mergeServices);
        this.gateways = List.copyOf(gateways);
        this.tokens = tokens;
        List<Part> all = new ArrayList<>(List.of(postgres, kafka));
        all.addAll(mergeServices);
        all.addAll(gateways);
        this.parts = all.stream()
                .map(part -> new Supervised(part, folder.path(), listener))
                .toList();
    }

    public static LocalStackBuilder builder() {
        return new LocalStackBuilder();
    }

    /** Returns when every part is ready; a failure stops what was started. */
    void start() {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            // The services find their database and broker at once: no start-up retries, shorter logs.
            startAll(parts.subList(0, 2));
            startAll(parts.subList(2, parts.size()));
        } catch (StackException e) {
            close();
            throw e;
        }
    }

    private static void startAll(List<Supervised> some) {
        for (CompletableFuture<Void> ready :
                some.stream().map(Supervised::start).toList()) {
            await(ready);
        }
    }

    private static void await(CompletableFuture<Void> ready) {
        try {
            ready.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException reason ? reason : new StackException("start failed", e);
        } catch (TimeoutException e) {
            throw new StackException("the stack was not ready within " + START_LIMIT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the stack was starting", e);
        }
    }

    public Path dataDirectory() {
        return folder.path();
    }

    /** Kafka's bootstrap servers. */
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    /** The database for the reactive client. */
    public String reactiveUrl() {
        return "postgresql://127.0.0.1:" + postgres.port() + "/" + Postgres.DATABASE;
    }

    /** The first gateway. */
    public URI gatewayUrl() {
        return gatewayUrls().getFirst();
    }

    public List<URI> gatewayUrls() {
        return gateways.stream().map(Service::url).toList();
    }

    public List<URI> mergeServiceUrls() {
        return mergeServices.stream().map(Service::url).toList();
    }

    /** What signs this stack's bearer tokens. */
    public DevelopmentTokens tokens() {
        return tokens;
    }

    /** Makes the subject a member of the scope; needs the merge service's schema. */
    public void grant(String tenant, String scope, String subject) {
        Memberships.grant(jdbcUrl(), tenant, scope, subject);
    }

    /** All parts, in the order of their start: {@code postgresql}, {@code kafka}, {@code merge-service}, … */
    public List<PartStatus> parts() {
        return parts.stream().map(Supervised::status).toList();
    }

    /** The process of a part, empty while there is none. */
    public Optional<ProcessHandle> process(String part) {
        return named(part).process();
    }

    /**
     * CPU seconds of a part's process and of all processes below it, living or ended, since that process started; 0
     * while there is none. Counts from zero again after a restart.
     */
    public double cpuSeconds(String part) {
        return process(part).map(CpuTime::secondsOf).orElse(0.0);
    }

    /** SIGKILL, for tests; returns when the process is gone. The part is then started again. */
    public void kill(String part) {
        named(part).kill();
    }

    /** Ends a part in good order, does the work while it is away, and lets it start again. */
    public void whileDown(String part, Outage work) throws IOException {
        named(part).whileDown(work);
    }

    /**
     * Sends a signal by its name without SIG, such as {@code STOP} and {@code CONT}, to a part's process and all below
     * it: PostgreSQL works in a process for each connection.
     */
    public void signal(String part, String signal) {
        ProcessHandle process = named(part)
                .process()
                .orElseThrow(() -> new StackException("there is no process of " + part + " for the signal " + signal));
        process.descendants().forEach(below -> Signals.send(below.pid(), signal));
        if (!Signals.send(process.pid(), signal)) {
            throw new StackException("the signal " + signal + " did not reach " + part);
        }
    }

    /** Waits until every part is ready and answers, as it may not right after a kill. */
    public void awaitHealthy(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!healthy()) {
            if (System.nanoTime() > deadline) {
                throw new StackException("not healthy within " + limit.toSeconds() + " s: " + parts());
            }
            PartRun.await(closed, HEALTH_EVERY_MS);
        }
    }

    /** Whether every part is up and answers right now. */
    public boolean healthy() {
        return parts.stream()
                .allMatch(supervised -> supervised.status().state() == PartState.READY
                        && supervised.process().isPresent()
                        && supervised.part().ready());
    }

    private Supervised named(String part) {
        return parts.stream()
                .filter(supervised -> supervised.part().name().equals(part))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part is named " + part + ": " + parts()));
    }

    /** Services first, then Kafka, then PostgreSQL: nobody loses what it leans on. Each within its limit. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook does the same; whoever comes second finds it done.
        }
        end();
    }

    private synchronized void end() {
        if (!closed.complete(null)) {
            return;
        }
        List<Supervised> services = parts.subList(2, parts.size());
        services.forEach(Supervised::beginStop);
        services.forEach(Supervised::stop);
        parts.get(1).stop();
        parts.get(0).stop();
        try {
            folder.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder.path() + " cannot be removed: " + e, e);
        }
    }
}
