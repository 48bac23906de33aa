package io.tidemark.gateway.changes;

import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.ProblemAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.live.Streams;
import io.tidemark.gateway.request.PageLimit;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.schema.SchemaVersions;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The feed as a stream (section 4 of the protocol). A route and no resource: the framework's own streams begin before it
 * is known whether they may, and do not see a reader that is slow.
 */
@Singleton
public final class StreamRoute {
    public static final String PATH = "/v1/scopes/{scope}/stream";
    public static final Set<String> PARAMETERS = Set.of("cursor", "limit", "device");

    private static final Logger LOG = Logger.getLogger(StreamRoute.class);
    private static final String ROUTE = "/v1/scopes/:scope/stream";
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final EntityTypes types;
    private final FeedPages pages;
    private final Streams streams;
    private final ProblemAnswers problems;
    private final Vertx vertx;

    StreamRoute(EntityTypes types, FeedPages pages, Streams streams, ProblemAnswers problems, Vertx vertx) {
        this.types = types;
        this.pages = pages;
        this.streams = streams;
        this.problems = problems;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.route(HttpMethod.GET, ROUTE).handler(this::open);
    }

    private void open(RoutingContext request) {
        try {
            FeedStream stream = stream(request);
            if (!streams.enter()) {
                throw new Refusal(ProblemType.OVERLOADED);
            }
            request.addEndHandler(ended -> streams.leave());
            stream.open();
        } catch (Refusal refusal) {
            problems.send(refusal, request);
        } catch (RuntimeException defect) {
            LOG.error("A stream could not be opened", defect);
            problems.send(new Refusal(ProblemType.INTERNAL_ERROR), request);
        }
    }

    /** @throws Refusal if the request is not of the form that the protocol names */
    private FeedStream stream(RoutingContext request) {
        Access access = Caller.of(request).to(request.pathParam("scope"));
        MultiMap query = request.queryParams();
        MultiMap headers = request.request().headers();
        requireEvents(headers.getAll("Accept"));
        RowForms forms = RowForms.of(headers.getAll(SchemaVersions.HEADER), types);
        @Nullable String last = headers.get(LAST_EVENT_ID);
        FeedReading reading = pages.reading(access, last == null ? query.get("cursor") : last, forms);
        FeedStream.Reader reader = new FeedStream.Reader(
                access,
                FeedPages.device(query.get("device")),
                PageLimit.of(query.get("limit")),
                forms,
                streams.heartbeat());
        return new FeedStream(pages, problems, vertx, request, reader, reading);
    }

    private static void requireEvents(List<String> accepted) {
        boolean events = accepted.isEmpty()
                || accepted.stream().anyMatch(types -> types.contains("text/event-stream") || types.contains("*/*"));
        if (!events) {
            throw new Refusal(ProblemType.NOT_ACCEPTABLE);
        }
    }
}
