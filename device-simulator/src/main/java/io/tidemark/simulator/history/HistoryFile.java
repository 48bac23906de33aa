package io.tidemark.simulator.history;

import io.tidemark.protocol.json.CanonicalJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Takes entries down as they come, from any thread, and keeps none of them in memory: a line of JSON for each. */
public final class HistoryFile implements AutoCloseable {
    private final BufferedWriter out;
    private final long begun = System.nanoTime();
    private final AtomicLong calls = new AtomicLong();
    private long entries;
    private long accepted;

    private HistoryFile(BufferedWriter out) {
        this.out = out;
    }

    /** @param file that is not there yet */
    public static HistoryFile create(Path file) throws IOException {
        return new HistoryFile(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW));
    }

    /** A number for a call and its answer. */
    public long newCall() {
        return calls.incrementAndGet();
    }

    /**
     * @param entry of the time that it is handed
     * @throws UncheckedIOException if it cannot be written: a history with a gap would accuse or acquit at random
     */
    public void note(LongFunction<Entry> entry) {
        synchronized (out) {
            Entry now = entry.apply((System.nanoTime() - begun) / 1_000_000);
            try {
                out.write(CanonicalJson.write(EntryCodec.write(now)));
                out.write('\n');
                entries++;
                accepted +=
                        now instanceof Entry.Accepted(var at, var call, var operation) && operation.isPresent() ? 1 : 0;
            } catch (IOException e) {
                throw new UncheckedIOException("the history cannot be written: " + e.getMessage(), e);
            }
        }
    }

    /** Edits that devices have stored so far. */
    public long accepted() {
        synchronized (out) {
            return accepted;
        }
    }

    /** What was noted so far can be read from now on; says how many entries those are. */
    public long flush() throws IOException {
        synchronized (out) {
            out.flush();
            return entries;
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (out) {
            out.close();
        }
    }
}
