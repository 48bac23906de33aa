package io.tidemark.simulator.drill;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM on this one's class path, seen from its parent. It says documents of JSON, a line each, and is told some; what
 * it had written before it was killed is still read. It ends when its parent does.
 */
public final class ChildJvm implements AutoCloseable {
    private static final Duration DEATH = Duration.ofSeconds(30);
    private static final Json END = Json.of("end");

    private final Process process;
    private final BlockingQueue<Json> said = new LinkedBlockingQueue<>();

    private ChildJvm(Process process) {
        this.process = process;
    }

    /**
     * @param options of the JVM
     * @param log what it writes to its standard error is appended there
     */
    public static ChildJvm start(Class<?> main, List<String> options, List<String> arguments, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        ChildJvm child = new ChildJvm(process);
        Thread.ofVirtual().name("child-reader").start(child::listen);
        return child;
    }

    private void listen() {
        try (InputStream in = new BufferedInputStream(process.getInputStream())) {
            for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
                said.add(JsonReader.read(line.get()));
            }
        } catch (IOException | InvalidJson e) {
            said.add(Json.of("unreadable: " + e.getMessage()));
        } finally {
            said.add(END);
        }
    }

    public void tell(Json order) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((CanonicalJson.write(order) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * What it said next.
     *
     * @return empty if it says nothing for so long, or has said its last
     */
    public Optional<Json> next(Duration limit) throws InterruptedException {
        Json json = said.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (json == null) {
            return Optional.empty();
        }
        if (json.equals(END)) {
            said.add(END);
            return Optional.empty();
        }
        return Optional.of(json);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, wherever it is. Returns when it is dead, with all that it had said. */
    public List<Json> kill() throws InterruptedException {
        // Through its handle: the process itself would close the pipe, and what is still in it would be lost.
        process.toHandle().destroyForcibly();
        return last();
    }

    /** Waits for its own end. */
    public List<Json> last() throws InterruptedException {
        if (!process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " does not end");
        }
        List<Json> rest = new ArrayList<>();
        for (Optional<Json> json = next(DEATH); json.isPresent(); json = next(DEATH)) {
            rest.add(json.get());
        }
        return rest;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.getOutputStream().close();
        } catch (IOException alreadyGone) {
            // Nobody is there to be told.
        }
    }

    /** Whole lines alone: one that death has cut short was never said. */
    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == '\n') {
                return Optional.of(line.toString(StandardCharsets.UTF_8));
            }
            line.write(read);
        }
        return Optional.empty();
    }
}
