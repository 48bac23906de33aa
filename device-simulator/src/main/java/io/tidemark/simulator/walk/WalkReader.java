package io.tidemark.simulator.walk;

import io.tidemark.protocol.http.ChangesPage;
import io.tidemark.simulator.oracle.walk.PlacedRow;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import io.tidemark.simulator.server.Answer;
import io.tidemark.simulator.server.GatewayClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Follows the feed by cursor, from the start, and writes down what it is given: it judges nothing, so that it cannot
 * repair what it should report. Polls; asks at once for the next page until it has reached a checkpoint.
 */
final class WalkReader {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final String name;
    private final GatewayClient gateway;
    private final String token;
    private final int limit;
    private final List<Page> pages = new ArrayList<>();
    private Optional<String> cursor = Optional.empty();

    /** @param limit rows of a page */
    WalkReader(String name, GatewayClient gateway, String token, int limit) {
        this.name = name;
        this.gateway = gateway;
        this.token = token;
        this.limit = limit;
    }

    /**
     * Returns at the first checkpoint that was asked for after all was written, or when the cursor is refused.
     *
     * @param written counted down when nothing will be written any more
     */
    ReaderRecord follow(CountDownLatch written) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean nothingMoreComes = written.getCount() == 0;
            switch (gateway.changes(token, Walk.SCOPE, cursor, limit)) {
                case Answer.Ok<ChangesPage>(ChangesPage page) -> {
                    note(page);
                    if (page.checkpoint() && nothingMoreComes) {
                        return new ReaderRecord(name, pages, List.of());
                    }
                    if (page.checkpoint()) {
                        written.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
                    }
                }
                case Answer.Refused<ChangesPage> refused -> {
                    if (!refused.isPassing()) {
                        return new ReaderRecord(name, pages, List.of(refused.toString()));
                    }
                    Thread.sleep(refused.retryAfter().orElse(POLL));
                }
            }
        }
        throw new IOException(name + " was not at the head within " + LIMIT.toMinutes() + " minutes");
    }

    private void note(ChangesPage page) {
        cursor = Optional.of(page.cursor());
        List<PlacedRow> rows = page.rows().stream().map(PlacedRow::of).toList();
        pages.add(new Page(page.epoch(), page.from(), page.to(), page.checkpoint(), rows));
    }
}
