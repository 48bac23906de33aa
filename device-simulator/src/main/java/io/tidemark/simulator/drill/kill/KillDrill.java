package io.tidemark.simulator.drill.kill;

import io.tidemark.agent.http.HttpTransport;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.drill.DrillFailed;
import io.tidemark.simulator.drill.kill.KillPlan.Kill;
import io.tidemark.simulator.oracle.Evidence;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import io.tidemark.stack.StackException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A whole kill drill on a running stack: one device that is killed, one that is not, and a verdict. */
public final class KillDrill {
    private static final String KILLED = "killed";
    private static final String COMPANION = "companion";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(26);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);

    private final KillOptions options;
    private final LocalStack stack;
    private final Path folder;
    private final Consumer<String> out;
    private final StopRequest stop;
    private final Home home = Home.find();
    private final EntityTypes types = EntityTypesFile.read(home.entityTypes());
    private final Recording killed = new Recording();
    private final List<Life> lives = new ArrayList<>();

    private KillDrill(KillOptions options, LocalStack stack, Path folder, Consumer<String> out, StopRequest stop) {
        this.options = options;
        this.stack = stack;
        this.folder = folder;
        this.out = out;
        this.stop = stop;
    }

    /**
     * Returns when everything that it started has ended; the stack goes on.
     *
     * @param folder of the devices, which must be there, and empty
     * @param out told of each kill
     */
    public static KillResult run(
            KillOptions options, LocalStack stack, Path folder, Consumer<String> out, StopRequest stop)
            throws DrillFailed, InterruptedException {
        try {
            return new KillDrill(options, stack, folder, out, stop).run();
        } catch (StackException | IOException | SQLException | ExecutionException e) {
            if (stop.isAsked()) {
                return new KillResult.Stopped();
            }
            Throwable reason = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new DrillFailed(String.valueOf(reason.getMessage()), reason);
        }
    }

    private KillResult run() throws IOException, SQLException, ExecutionException, InterruptedException {
        for (String person : List.of(KILLED, COMPANION, Readings.READER)) {
            stack.grant(Readings.TENANT, Readings.SCOPE, person);
        }
        try (Companion companion = open(COMPANION, new Recording())) {
            long begun = System.nanoTime();
            killWhileWorking(companion);
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (stop.isAsked()) {
                return new KillResult.Stopped();
            }
            try (Companion survivor = open(KILLED, killed)) {
                return judge(survivor, companion, seconds);
            }
        }
    }

    private KillResult judge(Companion survivor, Companion companion, double seconds)
            throws IOException, SQLException, InterruptedException {
        Readings readings = new Readings(stack, types);
        readings.awaitQuiet(List.of(survivor, companion), stop);
        if (stop.isAsked()) {
            return new KillResult.Stopped();
        }
        Evidence evidence = readings.take(List.of(survivor, companion));
        Recording.History history = survivor.history();
        return new KillResult.Judged(
                history,
                lives,
                survivor.setAside(),
                evidence,
                KillChecker.check(history, lives, survivor.setAside(), evidence),
                seconds);
    }

    private Companion open(String name, Recording recording) {
        String token = token(name);
        HttpTransport way = new HttpTransport(stack.gatewayUrl(), () -> token, REQUEST_LIMIT, types);
        return Companion.open(name, Readings.SCOPE, database(name), types, way, recording);
    }

    private void killWhileWorking(Companion companion) throws IOException, ExecutionException, InterruptedException {
        StopRequest enough = new StopRequest();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> work = thread.submit(() -> {
                companion.work(new Random(options.seed()), enough);
                return null;
            });
            try {
                killAll();
            } finally {
                enough.ask();
            }
            work.get();
        }
    }

    /** The next process starts while this one lives: a JVM takes longer than a life. */
    private void killAll() throws IOException, InterruptedException {
        List<Kill> plan = KillPlan.of(options.kills(), new Random(options.seed()));
        Random moments = new Random(options.seed() + 1);
        Victim next = ready();
        try {
            for (int i = 0; i < plan.size() && !stop.isAsked(); i++) {
                try (Victim victim = next) {
                    if (i + 1 < plan.size()) {
                        next = ready();
                    }
                    Life life = victim.live(i + 1, orders(i + 1, plan.get(i)), moments);
                    lives.add(life);
                    out.accept(KillText.life(life, killed.promises()));
                }
            }
        } finally {
            next.close();
        }
    }

    private Victim ready() throws IOException {
        return Victim.ready(home.directory(), home.entityTypes(), folder.resolve(KILLED + ".log"), killed);
    }

    private KilledDevice.Orders orders(int life, Kill kill) {
        return new KilledDevice.Orders(
                database(KILLED),
                stack.gatewayUrl(),
                token(KILLED),
                Readings.SCOPE,
                KILLED + " " + life,
                options.seed() * 1_000_003 + life,
                kill.point(),
                kill.nth());
    }

    private Path database(String name) {
        return folder.resolve(name + ".db");
    }

    private String token(String subject) {
        return stack.tokens().issue(Readings.TENANT, subject, TOKEN_LIFETIME);
    }
}
