package io.tidemark.simulator.walk;

import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Finding;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.Violation;
import io.tidemark.simulator.oracle.walk.PlacedRow;
import io.tidemark.simulator.oracle.walk.WalkChecker;
import io.tidemark.simulator.oracle.walk.WalkHistory;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import io.tidemark.simulator.server.FeedReader;
import io.tidemark.simulator.server.GatewayClient;
import io.tidemark.simulator.server.OperationLog;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.PartEvent;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A whole walk: a stack, writers and readers of one scope, kills of the merge service, and a verdict. */
public final class Walk {
    static final String TENANT = "walk";
    static final String SCOPE = "walk:feed";
    private static final String KILLED = "merge-service";
    private static final String LATECOMER = "latecomer";
    private static final List<Integer> PAGE_LIMITS = List.of(7, 20, 50, 100, 150, 200, 333, 500);
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final WalkOptions options;
    private final LocalStack stack;
    private final GatewayClient gateway;
    private final StopRequest stop;
    private final Ledger ledger = new Ledger();
    private final CountDownLatch written = new CountDownLatch(1);

    private Walk(WalkOptions options, LocalStack stack, GatewayClient gateway, StopRequest stop) {
        this.options = options;
        this.stack = stack;
        this.gateway = gateway;
        this.stop = stop;
    }

    /**
     * Returns when everything that it started has ended.
     *
     * @param data the stack's folder, which must not hold data of an earlier run
     * @param out told what happens meanwhile, on several threads
     */
    public static WalkResult run(WalkOptions options, Path data, Consumer<String> out, StopRequest stop)
            throws WalkFailed, InterruptedException {
        AtomicInteger deaths = new AtomicInteger();
        try (LocalStack stack = LocalStack.builder()
                        .dataDirectory(data)
                        .listener(event -> heard(event, deaths, out))
                        .start();
                GatewayClient gateway = new GatewayClient(stack.gatewayUrl())) {
            return new Walk(options, stack, gateway, stop).run(deaths);
        } catch (StackException | IOException | SQLException | ExecutionException e) {
            if (stop.isAsked()) {
                return new WalkResult.Stopped();
            }
            Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new WalkFailed(String.valueOf(reason.getMessage()), reason);
        }
    }

    private static void heard(PartEvent event, AtomicInteger deaths, Consumer<String> out) {
        if (event.part().equals(KILLED) && event.kind() == PartEvent.Kind.DIED) {
            deaths.incrementAndGet();
            out.accept("    " + event.message());
        }
    }

    private WalkResult run(AtomicInteger deaths)
            throws IOException, SQLException, ExecutionException, InterruptedException {
        stack.grant(TENANT, SCOPE, LATECOMER);
        long begun = System.nanoTime();
        List<Integer> killedAfter;
        List<ReaderRecord> records = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ReaderRecord>> readers = startReaders(threads);
            List<Future<?>> writers = startWriters(threads);
            try {
                killedAfter = kill(writers);
                for (Future<?> writer : writers) {
                    writer.get();
                }
            } finally {
                written.countDown();
            }
            for (Future<ReaderRecord> reader : readers) {
                records.add(reader.get());
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        WalkHistory history = new WalkHistory(ledger.writes(), records, finalRows(), log());
        Verdict verdict = WalkChecker.check(history).and(killedAsAsked(deaths.get()));
        return new WalkResult.Judged(
                history, verdict, new WalkResult.Figures(seconds, ledger.pushes(), ledger.sendsAgain(), killedAfter));
    }

    private List<Future<ReaderRecord>> startReaders(ExecutorService threads) {
        List<Future<ReaderRecord>> readers = new ArrayList<>();
        for (int i = 1; i <= options.readers(); i++) {
            String name = "reader-" + i;
            stack.grant(TENANT, SCOPE, name);
            int limit = PAGE_LIMITS.get((i - 1) % PAGE_LIMITS.size());
            WalkReader reader = new WalkReader(name, gateway, token(name), limit);
            readers.add(threads.submit(() -> reader.follow(written)));
        }
        return readers;
    }

    private List<Future<?>> startWriters(ExecutorService threads) {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 1; i <= options.writers(); i++) {
            String name = "writer-" + i;
            stack.grant(TENANT, SCOPE, name);
            int share = options.writes() / options.writers() + (i <= options.writes() % options.writers() ? 1 : 0);
            WalkWriter writer =
                    new WalkWriter(name, gateway, token(name), ledger, new Random(options.seed() * 1_000_003 + i));
            writers.add(threads.submit(() -> {
                writer.write(share);
                return null;
            }));
        }
        return writers;
    }

    /** After equal shares of the writes, the last of which comes after the last kill: each falls among pushes under way. */
    private List<Integer> kill(List<Future<?>> writers) throws InterruptedException {
        List<Integer> killedAfter = new ArrayList<>();
        for (int kill = 1; kill <= options.kills(); kill++) {
            long due = (long) options.writes() * kill / (options.kills() + 1);
            while (ledger.size() < due || !stack.healthy()) {
                if (stop.pause(LOOK_EVERY) || writers.stream().allMatch(Future::isDone)) {
                    return killedAfter;
                }
            }
            killedAfter.add(ledger.size());
            stack.kill(KILLED);
        }
        return killedAfter;
    }

    private List<PlacedRow> finalRows() throws IOException, InterruptedException {
        return new FeedReader(gateway, token(LATECOMER), SCOPE)
                .readToCheckpoint().stream().map(PlacedRow::of).toList();
    }

    private List<LoggedOperation> log() throws SQLException {
        return OperationLog.read(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD, TENANT)
                .stream()
                .map(entry -> new LoggedOperation(entry.scope(), entry.operation(), entry.entity(), entry.outcome()))
                .toList();
    }

    /** A walk without its kills shows less than it says. */
    private Finding killedAsAsked(int deaths) {
        List<Violation> violations = deaths == options.kills()
                ? List.of()
                : List.of(new Violation(KILLED, "died " + deaths + " times, and not " + options.kills()));
        return new Finding("the merge service was killed as often as asked, and came back", deaths, violations);
    }

    private String token(String subject) {
        return stack.tokens().issue(TENANT, subject, TOKEN_LIFETIME);
    }
}
