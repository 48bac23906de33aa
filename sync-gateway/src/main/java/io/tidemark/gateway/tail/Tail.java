package io.tidemark.gateway.tail;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;

/**
 * The life of a thread that reads a topic from its end. Whatever fails, it begins anew after a pause, with another
 * consumer; what it missed meanwhile, its readers ask the store for.
 */
public final class Tail {
    private static final Logger LOG = Logger.getLogger(Tail.class);
    private static final long PAUSE_MS = 1_000;

    private final String what;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Reading reading;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** What one topic's reader does with a consumer. */
    public interface Reading {
        /** Until the tail is closing; what it throws ends this consumer. */
        void follow(Consumer<byte[], byte[]> consumer, Tail tail);

        /** From now on nothing arrives, until the next consumer follows. */
        void lost();
    }

    /** @param what is read, for thread and log */
    public Tail(String what, Supplier<Consumer<byte[], byte[]>> consumers, Reading reading) {
        this.what = what;
        this.consumers = consumers;
        this.reading = reading;
        this.thread = new Thread(this::run, what + "-tail");
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns when the thread has ended, or that time is over. */
    public void stop(Duration limit) {
        closing.countDown();
        try {
            thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosing()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                reading.follow(consumer, this);
            } catch (KafkaException e) {
                LOG.warnf(
                        "Reading %s failed, and begins anew: %s",
                        what, e.getClass().getSimpleName());
            } catch (Throwable defect) {
                // Without this thread nothing would be heard again. A JVM out of memory ends by its own option.
                LOG.errorf(defect, "Reading %s failed for no reason that is known, and begins anew", what);
            } finally {
                reading.lost();
            }
            pause(PAUSE_MS);
        }
    }

    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Ends early when the tail is closing. */
    public void pause(long millis) {
        try {
            closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody else owns this thread: kept up, the flag would make every later wait end at once.
            LOG.debug("Interrupted between two attempts");
        }
    }

    /** Makes consumers for {@link #Tail}. */
    public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka, String client) {
        return () ->
                new KafkaConsumer<>(settings(kafka, client), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What an operator sets for all Kafka clients (TLS, SASL), beneath what a tail relies on. */
    static Map<String, Object> settings(Map<String, Object> kafka, String client) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A tail that was lost is of no use any more: go on from the new one.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        return settings;
    }
}
