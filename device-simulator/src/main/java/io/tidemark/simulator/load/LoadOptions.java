package io.tidemark.simulator.load;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * @param light devices without a file, 1 to 20,000
 * @param full agents with an SQLite file, 0 to 64
 * @param rate edits a second, of all devices together
 * @param work how long they edit, before all come online and the queues drain
 * @param target empty for a stack of its own
 * @param report the folder for the report; empty for none but the text
 */
public record LoadOptions(
        int light,
        int full,
        double rate,
        Duration work,
        Profile profile,
        long seed,
        Optional<Target> target,
        List<Objective> objectives,
        Optional<Path> report) {
    private static final int MOST_LIGHT = 20_000;
    private static final int MOST_FULL = 64;
    private static final double HIGHEST_RATE = 50_000;
    private static final Duration LONGEST = Duration.ofHours(24);

    public LoadOptions {
        objectives = List.copyOf(objectives);
        if (light < 1 || light > MOST_LIGHT) {
            throw new IllegalArgumentException("a fleet has 1 to " + MOST_LIGHT + " light devices");
        }
        if (full < 0 || full > MOST_FULL) {
            throw new IllegalArgumentException("a fleet has 0 to " + MOST_FULL + " full agents");
        }
        if (!(rate > 0) || rate > HIGHEST_RATE) {
            throw new IllegalArgumentException("the rate is above 0, and at most " + (int) HIGHEST_RATE);
        }
        if (work.toSeconds() < 1 || work.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a run takes 1 s to 24 h");
        }
    }

    /**
     * A deployment that stands already.
     *
     * @param token of a member of all the scopes, under which every device speaks
     * @param scopes over which the devices are spread; at least one
     */
    public record Target(URI url, String token, List<String> scopes) {
        public Target {
            scopes = List.copyOf(scopes);
            if (scopes.isEmpty()) {
                throw new IllegalArgumentException("a deployment of your own needs at least one --scope");
            }
        }

        /** Never the token. */
        @Override
        public String toString() {
            return url + ", " + scopes.size() + " scopes";
        }
    }
}
