package io.tidemark.simulator.demo;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.simulator.statistics.Latencies;
import io.tidemark.simulator.statistics.Percentiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From save to the screen of another device, for some of the edits: both devices are online all the while, or the
 * sample is dropped. So is one whose value was replaced before it was seen.
 */
public final class VisibilityProbe {
    private static final int AT_A_TIME = 16;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final List<Device> devices;
    private final Latencies latencies = new Latencies();
    private final List<Sample> samples = new ArrayList<>();

    private record Sample(
            Device author, Device reader, String scope, EntityKey entity, String field, Json value, long saved) {}

    public VisibilityProbe(List<Device> devices) {
        this.devices = List.copyOf(devices);
    }

    public synchronized void saved(Device author, String scope, EntityKey entity, String field, Json value) {
        if (samples.size() < AT_A_TIME && !field.equals("pinned")) {
            devices.stream()
                    .filter(reader -> reader != author
                            && reader.isOnline()
                            && reader.scopes().contains(scope))
                    .findFirst()
                    .ifPresent(reader ->
                            samples.add(new Sample(author, reader, scope, entity, field, value, System.nanoTime())));
        }
    }

    /** One look at every screen that is waited for. */
    public void look() {
        for (Sample sample : waiting()) {
            boolean shows = sample.reader()
                    .look(sample.scope(), sample.entity())
                    .filter(row -> sample.value().equals(row.fields().get(sample.field())))
                    .isPresent();
            Duration since = Duration.ofNanos(System.nanoTime() - sample.saved());
            if (shows) {
                latencies.add(since);
            }
            boolean connected = sample.author().isOnline() && sample.reader().isOnline();
            if (shows || !connected || since.compareTo(LONGEST) > 0) {
                forget(sample);
            }
        }
    }

    private synchronized List<Sample> waiting() {
        return List.copyOf(samples);
    }

    private synchronized void forget(Sample sample) {
        samples.remove(sample);
    }

    public Percentiles milliseconds() {
        return latencies.milliseconds();
    }
}
