package io.tidemark.simulator.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param devices 2 to 64
 * @param work how long they edit, before all come online and the queues drain
 * @param seed decides what they do; when things happen is up to the machine
 * @param data an empty or new folder, which is kept; otherwise a temporary one
 * @param keep whether the temporary folder is kept, too
 * @param kills parts that are killed at random moments, by their names in the stack
 */
public record DemoOptions(
        int devices, Duration work, long seed, Optional<Path> data, boolean keep, List<String> kills) {
    private static final int MOST_DEVICES = 64;
    private static final Duration LONGEST = Duration.ofHours(24);

    public DemoOptions {
        kills = List.copyOf(kills);
        if (devices < 2 || devices > MOST_DEVICES) {
            throw new IllegalArgumentException("a demo has 2 to " + MOST_DEVICES + " devices");
        }
        if (work.toSeconds() < 1 || work.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a demo takes 1 to " + LONGEST.toSeconds() + " seconds");
        }
    }
}
