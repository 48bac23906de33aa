package io.tidemark.simulator.demo;

import io.tidemark.simulator.progress.Progress;
import io.tidemark.simulator.progress.Reporter;
import io.tidemark.simulator.progress.SmoothedRate;
import java.time.Duration;

/** Reads the figures of a running demo for the viewer. One thread at a time. */
final class Dashboard {
    private final Fleet fleet;
    private final Recorder recorder;
    private final PartWatch parts;
    private final Reporter reporter;
    private final SmoothedRate rate = new SmoothedRate();

    Dashboard(Fleet fleet, Recorder recorder, PartWatch parts, Reporter reporter) {
        this.fleet = fleet;
        this.recorder = recorder;
        this.parts = parts;
        this.reporter = reporter;
    }

    void draw(String phase, Duration elapsed, Duration total) {
        int saved = recorder.size();
        Device.Queue queue = fleet.queue();
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
                fleet.openCopies(),
                parts.deaths(),
                fleet.online(),
                fleet.devices().size(),
                parts.down()));
    }
}
