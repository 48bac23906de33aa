package io.tidemark.simulator.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * @param devices 2 to 64
 * @param work how long they edit while things break, before all is mended and the queues drain
 * @param seed decides what breaks, how and for how long, and what people do; when things happen is up to the machine
 * @param data an empty or new folder, which is kept; otherwise a temporary one
 * @param keep whether the temporary folder is kept, too
 */
public record ChaosOptions(int devices, Duration work, long seed, Optional<Path> data, boolean keep) {
    private static final int MOST_DEVICES = 64;
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    public ChaosOptions {
        if (devices < 2 || devices > MOST_DEVICES) {
            throw new IllegalArgumentException("chaos has 2 to " + MOST_DEVICES + " devices");
        }
        if (work.compareTo(SHORTEST) < 0 || work.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "chaos takes " + SHORTEST.toSeconds() + " to " + LONGEST.toSeconds() + " seconds");
        }
    }
}
