package io.tidemark.stack;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Short-lived tools, such as initdb: run to their end, within a limit. */
final class Children {
    private Children() {}

    static int run(ProcessBuilder builder, long limit, TimeUnit unit) throws IOException {
        Process process = Spawner.spawn(builder);
        try {
            if (process.waitFor(limit, unit)) {
                return process.exitValue();
            }
            throw new IOException(builder.command() + " took longer than " + limit + " " + unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + builder.command(), e);
        } finally {
            process.destroyForcibly();
        }
    }
}
