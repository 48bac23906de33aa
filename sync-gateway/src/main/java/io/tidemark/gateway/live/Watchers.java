package io.tidemark.gateway.live;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.topic.Keys;
import io.tidemark.protocol.topic.RowSpan;
import io.tidemark.protocol.topic.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Utils;

/**
 * Readers that wait for something new in a scope. Bounded; whoever enters must leave. One lock guards it all: what is
 * done under it are look-ups, and futures are completed outside.
 */
@Singleton
public final class Watchers {
    private final int places;
    private final Map<String, Set<Watch>> byScope = new HashMap<>();
    /** How many watch each lane. */
    private final Map<Integer, Integer> lanes = new TreeMap<>();

    private int taken;
    private boolean open;

    /** One reader, and where he stands. */
    public final class Watch {
        private final String scope;
        private final String epoch;
        private final long position;
        private final CompletableFuture<Void> woken = new CompletableFuture<>();

        private Watch(String scope, String epoch, long position) {
            this.scope = scope;
            this.epoch = epoch;
            this.position = position;
        }

        /** Completes, on the thread that brought the hint, when a look at the store is worth while. */
        public CompletableFuture<Void> woken() {
            return woken;
        }

        /** Gives the place back; a second time does nothing. */
        public void leave() {
            remove(this);
        }

        private boolean concerns(RowSpan span) {
            return span.to() > position
                    || !span.marks().isEmpty()
                    || !span.epoch().equals(epoch);
        }
    }

    @Inject
    Watchers(LiveSettings settings, GatewayMeters meters) {
        this(settings.maxWaiting());
        meters.gauge("tidemark.live.waiting", this, Watchers::taken);
    }

    Watchers(int places) {
        this.places = places;
    }

    /**
     * Before the reader looks at the store: what is committed after that look is heard of.
     *
     * @param position up to which the reader has everything
     * @return empty if there is no room, or nobody who would bring hints: then do not wait
     */
    public synchronized Optional<Watch> enter(Access access, String epoch, long position) {
        if (!open || taken >= places) {
            return Optional.empty();
        }
        Watch watch = new Watch(Keys.scope(access.tenant(), access.scope()), epoch, position);
        byScope.computeIfAbsent(watch.scope, scope -> new HashSet<>()).add(watch);
        lanes.merge(lane(watch.scope), 1, Integer::sum);
        taken++;
        return Optional.of(watch);
    }

    private synchronized void remove(Watch watch) {
        Set<Watch> others = byScope.get(watch.scope);
        if (others == null || !others.remove(watch)) {
            return;
        }
        if (others.isEmpty()) {
            byScope.remove(watch.scope);
        }
        lanes.computeIfPresent(lane(watch.scope), (lane, readers) -> readers == 1 ? null : readers - 1);
        taken--;
    }

    /** A commit of that scope was published. */
    void hear(String scope, RowSpan span) {
        wake(watching(scope), watch -> watch.concerns(span));
    }

    /** From now on hints of that lane arrive; who entered before may have missed one. */
    void covered(int lane) {
        wake(all(), watch -> lane(watch.scope) == lane);
    }

    /** Hints arrive from now on, or they do not: then nobody waits for them. */
    void open(boolean isOpen) {
        synchronized (this) {
            open = isOpen;
        }
        if (!isOpen) {
            wake(all(), watch -> true);
        }
    }

    private static void wake(List<Watch> watches, Predicate<Watch> which) {
        watches.stream().filter(which).forEach(watch -> watch.woken.complete(null));
    }

    private synchronized List<Watch> watching(String scope) {
        Set<Watch> watches = byScope.get(scope);
        return watches == null ? List.of() : List.copyOf(watches);
    }

    private synchronized List<Watch> all() {
        List<Watch> all = new ArrayList<>();
        byScope.values().forEach(all::addAll);
        return all;
    }

    /** Of the scopes that are watched. */
    synchronized Set<Integer> lanes() {
        return new TreeSet<>(lanes.keySet());
    }

    /** Readers that wait. */
    public synchronized int taken() {
        return taken;
    }

    /** The lane that Kafka's producer chose for the scope's operations, and the merge for its rows. */
    static int lane(String scopeKey) {
        return Utils.toPositive(Utils.murmur2(scopeKey.getBytes(StandardCharsets.UTF_8))) % Topics.LANES;
    }
}
