package io.tidemark.agent.http;

import io.tidemark.agent.http.ServerEvents.ServerEvent;
import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream of one scope that is open: a virtual thread reads it, and whoever pulls takes the pages. It holds a few pages
 * and no more; when nobody takes them the connection fills, and the server gives the reader up.
 */
final class FollowedStream implements AutoCloseable {
    /** Three heartbeats: who says nothing for so long is gone. */
    private static final long SILENCE_NS = Duration.ofSeconds(45).toNanos();

    /** So long pages that were pulled beside the stream may take to come by it, too; then it leads past the cursor. */
    private static final long GRACE_NS = Duration.ofSeconds(1).toNanos();

    private static final long USEFUL_NS = Duration.ofSeconds(20).toNanos();
    private static final int MOST_WAITING = 4;

    private final InputStream body;
    private final String device;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Item> waiting = new ArrayDeque<>();
    private @Nullable Item delivered;
    private String tip;
    private final long openedAt = System.nanoTime();
    private long heardAt = openedAt;
    private boolean ended;
    private long pages;

    /** @param before the cursor that the page goes on from */
    private record Item(String before, ChangesPage page) {}

    /**
     * @param cursor where the stream begins
     * @param device whose marks it brings
     */
    FollowedStream(InputStream body, String cursor, String device) {
        this.body = body;
        this.device = device;
        this.tip = cursor;
    }

    void start() {
        Thread.ofVirtual().name("tidemark-stream").start(this::read);
    }

    private void read() {
        try (body) {
            ServerEvents events = new ServerEvents(body, JsonReader.MAX_BYTES);
            Optional<ServerEvent> event = events.next(this::heard);
            while (event.isPresent() && event.get().type().equals("page") && take(event.get())) {
                event = events.next(this::heard);
            }
        } catch (IOException | InvalidShape | InterruptedException e) {
            // Whatever it is, the next pull asks in another way, and hears the reason.
        } finally {
            end();
        }
    }

    private void heard() {
        lock.lock();
        try {
            heardAt = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it is wanted that reading goes on */
    private boolean take(ServerEvent event) throws InvalidShape, InterruptedException {
        ChangesPage page = ChangesPage.read(event.data().orElseThrow(() -> new InvalidShape("", "it is not JSON")));
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= MOST_WAITING && !ended) {
                changed.await();
            }
            waiting.add(new Item(tip, page));
            tip = page.cursor();
            changed.signalAll();
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The page behind that cursor; where nothing comes in that time, one that says so.
     *
     * @return empty if the stream has ended, or leads past the cursor: then ask in another way
     */
    Optional<ChangesPage> next(String cursor, Duration limit) throws InterruptedException {
        long begin = System.nanoTime();
        lock.lockInterruptibly();
        try {
            while (true) {
                Optional<Item> found = find(cursor);
                if (found.isPresent()) {
                    delivered = found.get();
                    pages++;
                    return Optional.of(found.get().page());
                }
                long waited = System.nanoTime() - begin;
                boolean silent = System.nanoTime() - heardAt > SILENCE_NS;
                boolean strayed = !isAtTip(cursor) && waited > GRACE_NS;
                if (ended || silent || strayed) {
                    return Optional.empty();
                }
                long left = limit.toNanos() - waited;
                if (left <= 0) {
                    return Optional.ofNullable(delivered)
                            .map(Item::page)
                            .filter(ChangesPage::checkpoint)
                            .map(FollowedStream::nothing);
                }
                changed.awaitNanos(Math.min(left, GRACE_NS));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isAtTip(String cursor) {
        return waiting.isEmpty() && tip.equals(cursor);
    }

    /** What lies before the cursor was pulled in another way; what was delivered may be asked for again. */
    private Optional<Item> find(String cursor) {
        Item last = delivered;
        if (last != null
                && last.before().equals(cursor)
                && !last.page().cursor().equals(cursor)) {
            return Optional.of(last);
        }
        boolean ahead = tip.equals(cursor)
                || waiting.stream().anyMatch(item -> item.before().equals(cursor));
        while (ahead && !waiting.isEmpty() && !waiting.getFirst().before().equals(cursor)) {
            delivered = waiting.removeFirst();
            changed.signalAll();
        }
        Optional<Item> first = Optional.ofNullable(waiting.peekFirst())
                .filter(item -> item.before().equals(cursor));
        if (first.isPresent()) {
            waiting.removeFirst();
            changed.signalAll();
        }
        return first;
    }

    private static ChangesPage nothing(ChangesPage last) {
        return new ChangesPage(
                last.epoch(), last.to(), last.to(), last.cursor(), true, OptionalLong.empty(), List.of());
    }

    boolean isOf(String other) {
        return device.equals(other);
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it brought more than what any answer does: a gateway that hears no hints ends its streams at once. */
    boolean wasUseful() {
        lock.lock();
        try {
            return pages > 1 || System.nanoTime() - openedAt > USEFUL_NS;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        end();
        try {
            body.close();
        } catch (IOException e) {
            // It is given up in any case.
        }
    }
}
