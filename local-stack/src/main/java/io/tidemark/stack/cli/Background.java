package io.tidemark.stack.cli;

import io.tidemark.stack.Home;
import io.tidemark.stack.PartStatus;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The process that supervises a stack in the background, seen from the command that starts it. */
final class Background {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_EVERY_MS = 150;

    private final Path data;
    private final ProcessHandle process;

    private Background(Path data, ProcessHandle process) {
        this.data = data;
        this.process = process;
    }

    /** One that another command has started and that is not ready yet. */
    static Background joined(Path data, StackState state) {
        return new Background(data, state.supervisor().orElseThrow());
    }

    /** In a session of its own, where the system has such: it does not end with the terminal. */
    static Background start(Path data, int gatewayPort, boolean withoutServices) throws IOException {
        Files.createDirectories(data.resolve("logs"));
        StackState.remove(data);
        List<String> command = new ArrayList<>();
        sessionProgram().ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dtidemark.home=" + Home.find().directory()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "supervise"));
        command.addAll(List.of("--data", data.toString(), "--gateway-port", Integer.toString(gatewayPort)));
        if (withoutServices) {
            command.add("--without-services");
        }
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(logFile(data).toFile())
                .start();
        return new Background(data, process.toHandle());
    }

    private static Path logFile(Path data) {
        return data.resolve("logs/supervisor.log");
    }

    private static Optional<String> sessionProgram() {
        for (String program : List.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup")) {
            if (Files.isExecutable(Path.of(program))) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    /** Tells of each part whose state changes, until all are ready. */
    StackState awaitRunning(Consumer<PartStatus> changed) {
        Map<String, PartStatus> told = new HashMap<>();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            boolean alive = await();
            Optional<StackState> state = StackState.read(data);
            state.ifPresent(known -> known.parts().stream()
                    .filter(part -> !part.equals(told.put(part.name(), part)))
                    .forEach(changed));
            if (state.isPresent() && state.get().phase() == StackState.Phase.RUNNING && alive) {
                return state.get();
            }
            if (state.isPresent() && state.get().phase() == StackState.Phase.FAILED) {
                throw new StackException(state.get().message());
            }
            if (!alive) {
                throw new StackException("The supervisor ended. Last lines of " + logFile(data) + ":\n"
                        + String.join("\n", LogTail.of(logFile(data), 20)));
            }
            if (System.nanoTime() > deadline) {
                throw new StackException("Not healthy within " + START_LIMIT.toMinutes()
                        + " minutes. See: ./tidemark logs; stop it: ./tidemark down");
            }
        }
    }

    private boolean await() {
        try {
            process.onExit().get(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException stillThere) {
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted; the stack goes on starting in the background", e);
        }
    }
}
