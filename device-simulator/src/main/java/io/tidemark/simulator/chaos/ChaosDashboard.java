package io.tidemark.simulator.chaos;

import io.tidemark.simulator.demo.Device;
import io.tidemark.simulator.demo.PartWatch;
import io.tidemark.simulator.history.HistoryFile;
import io.tidemark.simulator.progress.Progress;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.simulator.progress.SmoothedRate;
import java.time.Duration;

/** Reads the figures of a run for the viewer. One thread at a time. */
final class ChaosDashboard {
    private final Cast cast;
    private final HistoryFile history;
    private final PartWatch parts;
    private final Reporter reporter;
    private final SmoothedRate rate = new SmoothedRate();

    ChaosDashboard(Cast cast, HistoryFile history, PartWatch parts, Reporter reporter) {
        this.cast = cast;
        this.history = history;
        this.parts = parts;
        this.reporter = reporter;
    }

    void draw(String phase, Duration elapsed, Duration total) {
        Device.Queue queue = cast.queue();
        long saved = history.accepted();
        long synced = Math.max(0, saved - queue.undecided());
        reporter.progress(new Progress(
                phase,
                elapsed,
                total,
                saved,
                synced,
                rate.at(synced),
                queue.depth(),
                queue.oldest(),
                0,
                parts.deaths(),
                cast.online(),
                cast.devices().size(),
                parts.down()));
    }
}
