package io.tidemark.simulator.demo;

import io.tidemark.simulator.progress.Progress;
import io.tidemark.simulator.progress.Reporter;
import java.time.Duration;

/** Reads the figures of a running demo for the viewer. One thread at a time. */
final class Dashboard {
    private static final double SMOOTHING = 0.2;

    private final Fleet fleet;
    private final Recorder recorder;
    private final PartWatch parts;
    private final Reporter reporter;
    private long lastSynced;
    private long lastLook = System.nanoTime();
    private double perSecond;

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
                rate(synced),
                queue.depth(),
                queue.oldest(),
                fleet.openCopies(),
                parts.deaths(),
                fleet.online(),
                fleet.devices().size(),
                parts.down()));
    }

    /** Smoothed: devices come back with all they have, and the figure would only flicker. */
    private double rate(long synced) {
        long now = System.nanoTime();
        double seconds = Math.max(0.001, (now - lastLook) / 1e9);
        double current = Math.max(0, synced - lastSynced) / seconds;
        perSecond += SMOOTHING * (current - perSecond);
        lastSynced = synced;
        lastLook = now;
        return perSecond;
    }
}
