package io.tidemark.gateway.changes;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.live.Holding.Held;
import io.tidemark.gateway.request.PageLimit;
import io.tidemark.gateway.request.Prefer;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.store.FeedView;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.schema.SchemaVersions;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The feed: section 4 of the protocol. */
@Path("/v1/scopes/{scope}/changes")
@Produces(MediaType.APPLICATION_JSON)
public class ChangesResource {
    /** Below the idle time of what usually lies between; and a revoked reader is told so after it at the latest. */
    static final Duration LONGEST_HOLD = Duration.ofSeconds(25);

    private final EntityTypes types;
    private final FeedPages pages;

    ChangesResource(EntityTypes types, FeedPages pages) {
        this.types = types;
        this.pages = pages;
    }

    @GET
    public Uni<Response> changes(
            @PathParam("scope") String scope,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("device") @Nullable String device,
            @HeaderParam("Prefer") List<String> prefer,
            @HeaderParam(SchemaVersions.HEADER) List<String> schemas,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        int rows = PageLimit.of(limit);
        Optional<String> reader = FeedPages.device(device);
        RowForms forms = RowForms.of(schemas, types);
        FeedReading reading = pages.reading(access, cursor, forms);
        Duration hold = reading.cursor().isEmpty() ? Duration.ZERO : Prefer.wait(prefer, Duration.ZERO, LONGEST_HOLD);
        return pages.look(access, reading, reader, rows, hold, leave -> request.addEndHandler(ended -> leave.run()))
                .map(held -> answer(reading, held, hold, forms));
    }

    private Response answer(FeedReading reading, Held<FeedView> held, Duration hold, RowForms forms) {
        FeedView view = held.view();
        FeedReading.Page page = reading.page(view.sight());
        Response.ResponseBuilder answer = forms.label(JsonAnswers.of(200, pages.write(page, view, forms)));
        return (held.applied() ? answer.header("Preference-Applied", "wait=" + hold.toSeconds()) : answer).build();
    }
}
