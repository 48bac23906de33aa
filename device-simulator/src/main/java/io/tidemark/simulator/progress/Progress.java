package io.tidemark.simulator.progress;

import java.time.Duration;
import java.util.List;

/**
 * A run at one moment.
 *
 * @param phase what is going on, in two or three words
 * @param elapsed since the phase began
 * @param total how long the phase takes, or may take at most
 * @param saved edits that devices accepted so far
 * @param synced of these, how many the server has decided and the device knows it
 * @param perSecond synced since the last look
 * @param queued operations that wait on all devices
 * @param oldest how long the oldest of them has waited
 * @param conflicts open conflict copies, each counted once
 * @param restarts of parts that died
 * @param parts those that are not ready right now
 */
public record Progress(
        String phase,
        Duration elapsed,
        Duration total,
        long saved,
        long synced,
        double perSecond,
        int queued,
        Duration oldest,
        int conflicts,
        int restarts,
        int online,
        int devices,
        List<String> parts) {
    public Progress {
        parts = List.copyOf(parts);
    }
}
