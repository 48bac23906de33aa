package io.tidemark.simulator.drill;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.json.Members;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The child's side of {@link ChildJvm}. Nothing is buffered: what was said is said, however the child ends. */
public final class ParentPipe {
    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private final BufferedReader in =
            new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));

    /** Waits for its orders. Afterwards the process ends with its parent. */
    public Members orders() {
        try {
            String line = in.readLine();
            if (line == null) {
                throw new IllegalStateException("there is no parent any more");
            }
            Members orders = Members.of(JsonReader.read(line), "orders");
            Thread.ofPlatform().daemon().name("parent-watch").start(this::endWithParent);
            return orders;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidJson | InvalidShape e) {
            throw new IllegalStateException("orders that cannot be read", e);
        }
    }

    /** The parent says no more; its end is the end of the pipe. */
    private void endWithParent() {
        try {
            while (in.read() >= 0) {
                // Until it ends.
            }
        } catch (IOException gone) {
            // That is an end, too.
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    /** In one call of the operating system, so that the order is that of the calls, whichever thread they come from. */
    public synchronized void say(Json json) {
        try {
            out.write((CanonicalJson.write(json) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
