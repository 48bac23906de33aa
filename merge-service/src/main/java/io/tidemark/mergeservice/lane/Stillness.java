package io.tidemark.mergeservice.lane;

import io.tidemark.mergeservice.measure.MergeMetrics;
import io.tidemark.mergeservice.store.LostClaim;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** MS-8: after trouble the loop keeps still for a while, longer each time, until a batch has got through. */
final class Stillness {
    private static final Logger LOG = Logger.getLogger(Stillness.class);

    private final MergeMetrics metrics;
    private final RandomGenerator random;
    private Backoff backoff = Backoff.NONE;
    private Optional<String> trouble = Optional.empty();
    private long until = System.nanoTime();

    Stillness(MergeMetrics metrics, RandomGenerator random) {
        this.metrics = metrics;
        this.random = random;
    }

    void begin(Exception e) {
        backoff = backoff.afterFailure();
        Duration delay = backoff.delay(random);
        until = System.nanoTime() + delay.toNanos();
        if (e instanceof LostClaim) {
            metrics.claimLost();
        }
        String said = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (trouble.isEmpty()) {
            LOG.warnf("keeping still: %s", said);
        } else {
            LOG.debugf(e, "still keeping still, for %d ms", delay.toMillis());
        }
        trouble = Optional.of(said);
    }

    boolean lasts() {
        return until - System.nanoTime() > 0;
    }

    /** Zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(until - System.nanoTime(), 0));
    }

    /** Work gets through again: the next trouble is a first one. */
    void forget() {
        backoff = Backoff.NONE;
    }

    /** A step went well. */
    void end() {
        if (trouble.isPresent()) {
            LOG.infof("going on after: %s", trouble.get());
            trouble = Optional.empty();
        }
    }

    /** Why the loop keeps still. */
    Optional<String> trouble() {
        return trouble;
    }
}
