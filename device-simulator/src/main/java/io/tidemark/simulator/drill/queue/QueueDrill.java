package io.tidemark.simulator.drill.queue;

import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.Members;
import io.tidemark.simulator.demo.StopRequest;
import io.tidemark.simulator.drill.ChildJvm;
import io.tidemark.simulator.drill.DrillFailed;
import io.tidemark.simulator.drill.queue.QueueFigures.Heap;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.stack.Home;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the device with the long queue, hears what it tells until nothing is left, and compares with the server. */
public final class QueueDrill {
    private static final List<String> JVM = List.of("-Xmx128m");
    private static final String OWNER = "owner";
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(26);
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final QueueOptions options;
    private final LocalStack stack;
    private final Path folder;
    private final Consumer<String> out;
    private final StopRequest stop;
    private final Map<String, Members> told = new HashMap<>();
    private final List<Heap> heap = new ArrayList<>();

    private QueueDrill(QueueOptions options, LocalStack stack, Path folder, Consumer<String> out, StopRequest stop) {
        this.options = options;
        this.stack = stack;
        this.folder = folder;
        this.out = out;
        this.stop = stop;
    }

    /**
     * Returns when the device's process has ended; the stack goes on.
     *
     * @param folder of the device, which must be there, and empty
     * @param out told how it goes on
     * @return empty if somebody stopped it
     */
    public static Optional<QueueFigures> run(
            QueueOptions options, LocalStack stack, Path folder, Consumer<String> out, StopRequest stop)
            throws DrillFailed, InterruptedException {
        try {
            return new QueueDrill(options, stack, folder, out, stop).run();
        } catch (IOException | SQLException | InvalidShape e) {
            throw new DrillFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private Optional<QueueFigures> run()
            throws IOException, SQLException, InvalidShape, DrillFailed, InterruptedException {
        stack.grant(ServerSide.TENANT, ServerSide.SCOPE, OWNER);
        Home home = Home.find();
        List<String> arguments = List.of(home.entityTypes().toString());
        try (ChildJvm device = ChildJvm.start(LongQueueDevice.class, JVM, arguments, folder.resolve("device.log"))) {
            String token = stack.tokens().issue(ServerSide.TENANT, OWNER, TOKEN_LIFETIME);
            device.tell(new LongQueueDevice.Orders(
                            folder,
                            stack.gatewayUrl(),
                            token,
                            ServerSide.SCOPE,
                            options.operations(),
                            options.measured())
                    .write());
            if (!listen(device)) {
                return Optional.empty();
            }
            device.last();
        }
        out.accept("  Comparing the device with the server …");
        long deadLetters = number(LongQueueDevice.DRAINED, "deadLetters");
        ServerSide server = new ServerSide(stack);
        Verdict verdict = QueueChecker.check(
                options.operations(), server.read(), DeviceSide.read(folder.resolve("device.db")), deadLetters, heap);
        return Optional.of(figures(verdict));
    }

    /** @return whether it came to its end; if not, somebody stopped it */
    private boolean listen(ChildJvm device) throws InvalidShape, DrillFailed, InterruptedException {
        long heard = System.nanoTime();
        while (!told.containsKey(LongQueueDevice.DRAINED)) {
            Optional<Json> said = device.next(LOOK_EVERY);
            if (stop.isAsked()) {
                return false;
            }
            if (said.isPresent()) {
                hear(Members.of(said.get(), "what was said"));
                heard = System.nanoTime();
            } else if (!device.isAlive() || System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                throw new DrillFailed(
                        "the device " + (device.isAlive() ? "says nothing any more" : "ended") + "; its log says why: "
                                + folder.resolve("device.log"),
                        null);
            }
        }
        return true;
    }

    private void hear(Members said) throws InvalidShape {
        for (String what : said.all().keySet()) {
            Members figures = said.object(what);
            told.put(what, figures);
            if (what.equals(LongQueueDevice.HEAP)) {
                heap.add(new Heap(figures.integer("depth", 0), figures.integer("bytes", 0)));
            } else {
                Optional<String> line = QueueText.progress(what, figures);
                line.ifPresent(out);
            }
        }
    }

    private QueueFigures figures(Verdict verdict) throws InvalidShape {
        return new QueueFigures(
                options.operations(),
                number(LongQueueDevice.SAVED, "millis"),
                number(LongQueueDevice.OPENED, "millis"),
                number(LongQueueDevice.OPENED, "firstStatus"),
                number(LongQueueDevice.OPENED, "status"),
                number(LongQueueDevice.WRITES, "empty"),
                number(LongQueueDevice.WRITES, "long"),
                number(LongQueueDevice.DRAINED, "millis"),
                number(LongQueueDevice.DRAINED, "pushes"),
                number(LongQueueDevice.DRAINED, "pushMillis"),
                number(LongQueueDevice.DRAINED, "pulls"),
                number(LongQueueDevice.DRAINED, "pullMillis"),
                number(LongQueueDevice.DRAINED, "mostHeap"),
                heap,
                verdict);
    }

    private long number(String what, String name) throws InvalidShape {
        Members figures = told.get(what);
        if (figures == null) {
            throw new InvalidShape(what, "the device never told it");
        }
        return figures.integer(name, 0);
    }
}
