package io.tidemark.gateway.changes;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.live.Holding;
import io.tidemark.gateway.live.Holding.Held;
import io.tidemark.gateway.request.PageLimit;
import io.tidemark.gateway.request.Prefer;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.store.FeedView;
import io.tidemark.gateway.store.Store;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.feed.Cursor;
import io.tidemark.protocol.feed.FeedReading;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.problem.ProblemType;
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
    private final Store store;
    private final Holding holding;
    private final CursorCodec cursors;
    private final AheadWitness witness;

    ChangesResource(EntityTypes types, Store store, Holding holding, CursorCodec cursors, AheadWitness witness) {
        this.types = types;
        this.store = store;
        this.holding = holding;
        this.cursors = cursors;
        this.witness = witness;
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
        Optional<String> reader = device(device);
        RowForms forms = RowForms.of(schemas, types);
        FeedReading reading =
                new FeedReading(access.tenant(), access.scope(), cursor(access, cursor), forms.fingerprint());
        Duration hold = reading.cursor().isEmpty() ? Duration.ZERO : Prefer.wait(prefer, Duration.ZERO, LONGEST_HOLD);
        return holding.until(
                        access,
                        reading.epoch(),
                        reading.from(),
                        hold,
                        request,
                        () -> store.readChanges(access, reader, reading.from(), rows),
                        view -> reading.isNews(view.sight()))
                .call(held -> reading.ahead(held.view().sight())
                        .map(ahead -> witness.tell(access, ahead))
                        .orElseGet(Uni.createFrom()::voidItem))
                .invoke(held -> refuse(reading.resync(held.view().sight())))
                .map(held -> answer(reading, held, hold, forms));
    }

    private Optional<Cursor> cursor(Access access, @Nullable String text) {
        return text == null
                ? Optional.empty()
                : Optional.of(cursors.read(text)
                        .filter(cursor -> cursor.belongsTo(access.tenant(), access.scope()))
                        .orElseThrow(() -> new Refusal(ProblemType.INVALID_CURSOR)));
    }

    private static void refuse(Optional<ProblemType> resync) {
        resync.ifPresent(type -> {
            throw new Refusal(type);
        });
    }

    private Response answer(FeedReading reading, Held<FeedView> held, Duration hold, RowForms forms) {
        FeedView view = held.view();
        FeedReading.Page page = reading.page(view.sight());
        String written = PageJson.write(page, cursors.write(page.next()), view.rows(), forms);
        Response.ResponseBuilder answer = forms.label(JsonAnswers.of(200, written));
        return (held.applied() ? answer.header("Preference-Applied", "wait=" + hold.toSeconds()) : answer).build();
    }

    private static Optional<String> device(@Nullable String text) {
        if (text != null && !Push.isDevice(text)) {
            throw new Refusal(ProblemType.INVALID_PARAMETER, "'device' is not the id of a device");
        }
        return Optional.ofNullable(text);
    }
}
