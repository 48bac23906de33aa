package io.tidemark.gateway.changes;

import io.netty.channel.ChannelFuture;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.answer.ProblemAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.live.Holding.Held;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.store.FeedView;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One reader's stream: the pages that he would get if he asked again and again, each an event whose id is its cursor.
 *
 * <pre>
 *            ┌────────── written ───────────┐
 *   look ────┤ a page, or a heartbeat       ├──► look …      5 minutes: the end, and he comes again
 *            └── not in a beat: cut off     ┘                refused: a last event that says why
 * </pre>
 *
 * <ol>
 *   <li>STREAM-1: nothing is read for a reader before he has taken what was written: he is owed one page at most.
 *   <li>STREAM-2: membership is asked at each look, once a heartbeat at the latest.
 *   <li>STREAM-3: before the first look has succeeded nothing is sent, so a refusal is an answer like any other.
 * </ol>
 */
final class FeedStream {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Logger LOG = Logger.getLogger(FeedStream.class);
    private static final String BEGIN = "retry: 2000\n\n";
    private static final String ALIVE = ":\n\n";

    private final FeedPages pages;
    private final ProblemAnswers problems;
    private final Vertx vertx;
    private final RoutingContext request;
    private final HttpServerResponse response;
    private final Reader reader;
    private final Executor context = MutinyHelper.executor(Vertx.currentContext());
    private final long until = System.nanoTime() + LIFE.toNanos();

    private FeedReading reading;
    private OptionalLong mark = OptionalLong.empty();
    private @Nullable Cancellable looking;
    private boolean ended;

    /**
     * @param device his own, for its mark
     * @param heartbeat between two looks when nothing happens; and so long he may take for one event
     */
    record Reader(Access access, Optional<String> device, int rows, RowForms forms, Duration heartbeat) {}

    FeedStream(
            FeedPages pages,
            ProblemAnswers problems,
            Vertx vertx,
            RoutingContext request,
            Reader reader,
            FeedReading reading) {
        this.pages = pages;
        this.problems = problems;
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.reader = reader;
        this.reading = reading;
    }

    /** Made and opened on the request's own context, where everything that follows happens. */
    void open() {
        request.addEndHandler(gone -> end());
        look(Duration.ZERO);
    }

    private void look(Duration hold) {
        looking = pages.look(reader.access(), reading, reader.device(), reader.rows(), hold, leave -> {})
                .emitOn(context)
                .subscribe()
                .with(held -> looked(held, hold), this::failed);
    }

    private void looked(Held<FeedView> held, Duration hold) {
        if (ended) {
            return;
        }
        FeedView view = held.view();
        FeedReading.Page page = reading.page(view.sight());
        boolean first = !response.headWritten();
        boolean news = first || reading.isNews(view.sight()) || !page.mark().equals(mark);
        boolean hears = hold.isZero() || held.applied();
        String text = (first ? begin() : "") + (news ? event(page, view) : ALIVE);
        if (news) {
            reading = reading.after(page);
            mark = page.checkpoint() ? page.mark() : mark;
        }
        boolean goesOn = hears && System.nanoTime() - until < 0;
        write(text, goesOn && page.checkpoint() ? reader.heartbeat() : Duration.ZERO, goesOn);
    }

    private String begin() {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        reader.forms().behind().ifPresent(versions -> response.putHeader("Tidemark-Schemas", versions));
        return BEGIN;
    }

    /** Canonical JSON has no line breaks, and neither has a cursor. */
    private String event(FeedReading.Page page, FeedView view) {
        return "id: " + pages.cursor(page) + "\nevent: page\ndata: " + pages.write(page, view, reader.forms()) + "\n\n";
    }

    /** Done when the connection has taken it: a reader that does not is cut off, and comes again when he can. */
    private void write(String text, Duration hold, boolean goesOn) {
        long timer = vertx.setTimer(reader.heartbeat().toMillis(), late -> cutOff());
        response.write(text).onComplete(written -> {
            vertx.cancelTimer(timer);
            if (written.failed() || ended) {
                end();
            } else if (goesOn) {
                look(hold);
            } else {
                finish();
            }
        });
    }

    /** A close of Vert.x' own waits until everything is written, which it never will be. */
    private void cutOff() {
        if (request.request().connection() instanceof ConnectionBase connection
                && request.request().version() != HttpVersion.HTTP_2) {
            ChannelFuture closing = connection.channelHandlerContext().close();
            LOG.tracef("a reader took nothing and is cut off: %s", closing);
        } else {
            response.reset();
        }
    }

    private void failed(Throwable failure) {
        if (ended) {
            return;
        }
        Refusal refusal = failure instanceof Refusal known ? known : defect(failure);
        if (!response.headWritten()) {
            ended = true;
            problems.send(refusal, request);
            return;
        }
        write("event: problem\ndata: " + CanonicalJson.write(refusal.problem().write()) + "\n\n", Duration.ZERO, false);
    }

    private static Refusal defect(Throwable failure) {
        LOG.error("A stream failed", failure);
        return new Refusal(ProblemType.INTERNAL_ERROR);
    }

    private void finish() {
        ended = true;
        response.end().onFailure(gone -> LOG.trace("a reader was gone before the end"));
    }

    /** Gives the place among the watchers back. */
    private void end() {
        ended = true;
        Cancellable current = looking;
        if (current != null) {
            current.cancel();
        }
    }
}
