package io.tidemark.gateway.outcome;

import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.tidemark.gateway.tail.Tail;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.topic.OutcomesRecord;
import io.tidemark.protocol.topic.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Reads this gateway's partition of {@code tidemark.outcomes} from its tail. What it misses is
 * no loss: the operation log is the truth, and a request that waited in vain asks it.
 *
 * <pre>
 *   starting ──the tail's position is known──► at the tail ──the broker does not answer──► away
 *       ▲                                          ▲ └────────────────────────────────────── │
 *       └────────── consumer failed: made anew ────┴──────────── it answers again ───────────┘
 * </pre>
 */
@Singleton
public final class OutcomesTail implements Tail.Reading {
    private static final Logger LOG = Logger.getLogger(OutcomesTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final long PROBE_EVERY_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long STALE_NS = TimeUnit.SECONDS.toNanos(6);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final WaitingRoom room;
    private final Runnable unreadable;
    private final TopicPartition partition;
    private final Tail tail;
    private volatile boolean atTail;
    private volatile long contactAt;

    @Inject
    OutcomesTail(
            WaitingRoom room,
            GatewayMeters meters,
            OutcomeSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this(
                room,
                meters::unreadableOutcomes,
                settings.partition().orElseGet(() -> ThreadLocalRandom.current().nextInt(Topics.LANES)),
                Tail.consumers(kafka, "tidemark-gateway-outcomes"));
    }

    OutcomesTail(WaitingRoom room, Runnable unreadable, int partition, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.room = room;
        this.unreadable = unreadable;
        this.partition = new TopicPartition(Topics.OUTCOMES.name(), chosen(partition));
        this.tail = new Tail("outcomes", consumers, this);
    }

    private static int chosen(int partition) {
        if (partition < 0 || partition >= Topics.LANES) {
            throw new IllegalStateException("tidemark.outcomes.partition must be from 0 to " + (Topics.LANES - 1));
        }
        return partition;
    }

    @Startup
    void start() {
        tail.start();
    }

    @Shutdown
    void stop() {
        tail.stop(CLOSE_LIMIT.plus(POLL).plus(PROBE_LIMIT));
    }

    /** The partition that the merge is told to answer on. */
    public int partition() {
        return partition.partition();
    }

    /** Whether an outcome that is published from now on reaches this gateway. */
    public boolean isAtTail() {
        return atTail && System.nanoTime() - contactAt < STALE_NS;
    }

    @Override
    public void follow(Consumer<byte[], byte[]> consumer, Tail life) {
        consumer.assign(List.of(partition));
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition, PROBE_LIMIT);
        contactAt = System.nanoTime();
        atTail = true;
        LOG.infof("Outcomes are read from partition %d", partition.partition());
        while (!life.isClosing()) {
            consumer.poll(POLL).forEach(this::hear);
            if (System.nanoTime() - contactAt > PROBE_EVERY_NS) {
                probe(consumer);
            }
        }
    }

    @Override
    public void lost() {
        atTail = false;
    }

    /** A poll says nothing when the broker is away; asking for the end of the partition does. */
    private void probe(Consumer<byte[], byte[]> consumer) {
        try {
            consumer.endOffsets(List.of(partition), PROBE_LIMIT);
            contactAt = System.nanoTime();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException away) {
            LOG.debugf("The broker does not answer: %s", away.getClass().getSimpleName());
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> record) {
        contactAt = System.nanoTime();
        if (room.taken() == 0) {
            return;
        }
        try {
            room.hear(OutcomesRecord.read(JsonReader.read(record.value())));
        } catch (InvalidJson | InvalidShape | RuntimeException fault) {
            unreadable.run();
            LOG.warnf(
                    "An outcome at offset %d cannot be read: %s",
                    record.offset(), fault.getClass().getSimpleName());
        }
    }
}
