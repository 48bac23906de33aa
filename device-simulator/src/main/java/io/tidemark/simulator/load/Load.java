package io.tidemark.simulator.load;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.demo.DemoFolder;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.load.LoadOptions.Target;
import io.tidemark.simulator.progress.Progress;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/** A whole run: a fleet against a deployment, or against a stack of its own; then a report. */
public final class Load {
    private static final String TENANT = "load";
    private static final String SUBJECT = "fleet";
    private static final String AGENTS_SCOPE = "load:agents";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(26);
    private static final Duration SETTLE_LIMIT = Duration.ofMinutes(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int AT_ONCE = 100;
    private static final int TIMER_THREADS = 2;
    private static final int MOST_BUCKETS = 240;
    private static final double POLLS_PER_SECOND = 60;
    private static final Duration LEAST_POLL = Duration.ofSeconds(15);

    /** Where the fleet goes; in words for the report, without the token. */
    private record Place(URI gateway, String token, List<List<String>> seats, String agentsScope, String words) {}

    private final LoadOptions options;
    private final Reporter reporter;
    private final StopRequest stop;
    private final Meter meter = new Meter();
    private final Instant begun = Instant.now();

    private Load(LoadOptions options, Reporter reporter, StopRequest stop) {
        this.options = options;
        this.reporter = reporter;
        this.stop = stop;
    }

    /** Returns when everything that it started has ended. */
    public static LoadResult run(LoadOptions options, Reporter reporter, StopRequest stop)
            throws LoadFailed, InterruptedException {
        try {
            return new Load(options, reporter, stop).run();
        } catch (StackException | IOException e) {
            if (stop.isAsked()) {
                return new LoadResult.Stopped();
            }
            throw new LoadFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private LoadResult run() throws IOException, LoadFailed, InterruptedException {
        Home home = Home.find();
        EntityTypes types = EntityTypesFile.read(home.entityTypes());
        // Against a deployment nothing needs this project's folder, which may be one that nobody can write to.
        Path parent = options.target().isPresent() ? Path.of(System.getProperty("java.io.tmpdir")) : home.directory();
        try (DemoFolder folder = DemoFolder.open(parent, "load", Optional.empty(), false)) {
            if (options.target().isPresent()) {
                return against(theirs(options.target().get()), types, folder.path());
            }
            reporter.say("  Starting a PostgreSQL, a Kafka, the merge service and the gateway …");
            try (LocalStack stack =
                    LocalStack.builder().dataDirectory(folder.resolve("stack")).start()) {
                return against(ours(stack), types, folder.path());
            }
        }
    }

    private Place ours(LocalStack stack) {
        List<List<String>> seats = LoadFleet.seats(options.light());
        seats.stream().flatMap(List::stream).distinct().forEach(scope -> stack.grant(TENANT, scope, SUBJECT));
        stack.grant(TENANT, AGENTS_SCOPE, SUBJECT);
        String token = stack.tokens().issue(TENANT, SUBJECT, TOKEN_LIFETIME);
        return new Place(stack.gatewayUrl(), token, seats, AGENTS_SCOPE, "a local stack on this machine");
    }

    /** The agents write other notes than light devices do: they have the last scope for themselves. */
    private Place theirs(Target target) throws LoadFailed {
        List<String> scopes = new ArrayList<>(target.scopes());
        if (options.full() > 0 && scopes.size() < 2) {
            throw new LoadFailed("full agents need a scope of their own: give a second --scope, or --full 0");
        }
        String agents = options.full() > 0 ? scopes.removeLast() : scopes.getLast();
        return new Place(
                target.url(), target.token(), LoadFleet.seats(options.light(), scopes), agents, target.toString());
    }

    private LoadResult against(Place place, EntityTypes types, Path folder)
            throws IOException, LoadFailed, InterruptedException {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(TIMER_THREADS);
        try (GatewayClient client = new GatewayClient(place.gateway());
                FullAgents agents = FullAgents.open(
                        options.full(),
                        place.gateway(),
                        place.token(),
                        place.agentsScope(),
                        types,
                        folder.resolve("agents"))) {
            Duration shared = Duration.ofMillis(Math.round(
                    1_000 * place.seats().stream().mapToInt(List::size).sum() / POLLS_PER_SECOND));
            Duration poll = shared.compareTo(LEAST_POLL) > 0 ? shared : LEAST_POLL;
            Outside outside = new Outside(client, place.token(), AT_ONCE, meter, timer, poll);
            LoadFleet fleet = LoadFleet.of(options, place.seats(), outside);
            long from = System.nanoTime();
            fleet.begin();
            work(fleet, agents, outside);
            long worked = System.nanoTime();
            settle(fleet, agents, outside);
            reporter.progressEnds();
            if (stop.isAsked()) {
                return new LoadResult.Stopped();
            }
            LoadReport report = report(place, fleet, agents, (worked - from) / 1e9, (System.nanoTime() - worked) / 1e9);
            List<String> text = new ArrayList<>(LoadText.after(report));
            write(report, text);
            return new LoadResult.Measured(report.passed(), text);
        } finally {
            timer.shutdownNow();
        }
    }

    private void work(LoadFleet fleet, FullAgents agents, Outside outside) throws LoadFailed, InterruptedException {
        double perDevice = options.rate() / (options.light() + options.full());
        long from = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<?>> editing = new ArrayList<>();
            editing.add(threads.submit(() -> {
                fleet.edit(stop);
                return null;
            }));
            editing.add(threads.submit(() -> {
                agents.edit(perDevice * options.full(), options.work(), new Random(options.seed()), stop);
                return null;
            }));
            Look look = new Look(fleet, agents, "devices at work", options.work(), from);
            while (!editing.stream().allMatch(Future::isDone)) {
                look.take();
                stop.pause(LOOK_EVERY);
                outside.check();
            }
            for (Future<?> one : editing) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new LoadFailed("a device failed: " + e.getCause(), e);
        }
    }

    /** Everybody online until the queues are empty; then one more look of everybody at the feeds. */
    private void settle(LoadFleet fleet, FullAgents agents, Outside outside) throws LoadFailed, InterruptedException {
        long from = System.nanoTime();
        fleet.comeOnline();
        Look look = new Look(fleet, agents, "queues drain", SETTLE_LIMIT, from);
        while (fleet.depth() + agents.depth() > 0 && look.left() && !stop.pause(LOOK_EVERY)) {
            look.take();
            outside.check();
        }
        awaitQuiet(fleet, look, outside);
        fleet.devices().forEach(LightDevice::pullAll);
        awaitQuiet(fleet, look, outside);
    }

    private void awaitQuiet(LoadFleet fleet, Look look, Outside outside) throws LoadFailed, InterruptedException {
        while (!fleet.isQuiet() && look.left() && !stop.pause(LOOK_EVERY)) {
            look.take();
            outside.check();
        }
    }

    /** Closes a bucket now and then, and shows how it stands. */
    private final class Look {
        private final LoadFleet fleet;
        private final FullAgents agents;
        private final String phase;
        private final Duration total;
        private final long from;
        private final long bucketNanos;
        private long bucketEnds;
        private long lastOutcomes;

        Look(LoadFleet fleet, FullAgents agents, String phase, Duration total, long from) {
            this.fleet = fleet;
            this.agents = agents;
            this.phase = phase;
            this.total = total;
            this.from = from;
            this.bucketNanos =
                    Math.max(Duration.ofSeconds(1).toNanos(), options.work().toNanos() / MOST_BUCKETS);
            this.bucketEnds = from + bucketNanos;
        }

        boolean left() {
            return System.nanoTime() - from < total.toNanos();
        }

        void take() {
            long now = System.nanoTime();
            if (now < bucketEnds) {
                return;
            }
            long depth = fleet.depth() + agents.depth();
            double lag = fleet.lagSeconds();
            int online = fleet.online();
            meter.close(depth, lag, online);
            Meter.Totals totals = meter.totals();
            double seconds = (now - bucketEnds + bucketNanos) / 1e9;
            double perSecond = (totals.outcomes() - lastOutcomes) / seconds;
            lastOutcomes = totals.outcomes();
            bucketEnds = now + bucketNanos;
            reporter.progress(new Progress(
                    phase,
                    Duration.ofNanos(now - from),
                    total,
                    totals.saved() + agents.saved(),
                    totals.outcomes(),
                    perSecond,
                    (int) depth,
                    Duration.ofMillis(Math.round(lag * 1_000)),
                    (int) totals.conflicts(),
                    0,
                    online,
                    options.light(),
                    List.of()));
        }
    }

    private LoadReport report(Place place, LoadFleet fleet, FullAgents agents, double worked, double settled) {
        return new LoadReport(
                        options,
                        begun,
                        place.words(),
                        meter.buckets(),
                        meter.totals(),
                        meter.count(Status.APPLIED),
                        meter.count(Status.MERGED),
                        meter.count(Status.CONFLICT),
                        meter.count(Status.REJECTED),
                        agents.saved(),
                        meter.decidedMillis(),
                        meter.offlineMillis(),
                        agents.visibleMillis(),
                        worked,
                        settled,
                        fleet.depth() + agents.depth(),
                        fleet.unlike() + agents.unlike(),
                        List.of())
                .judged();
    }

    private void write(LoadReport report, List<String> text) throws IOException {
        if (options.report().isEmpty()) {
            return;
        }
        Path folder = Files.createDirectories(options.report().get());
        Files.writeString(folder.resolve("report.txt"), String.join("\n", text) + "\n");
        Files.writeString(folder.resolve("report.json"), LoadJson.write(report) + "\n");
        Files.writeString(folder.resolve("report.html"), LoadPage.write(report));
        text.add("  The report: " + folder.resolve("report.html").toAbsolutePath());
    }
}
