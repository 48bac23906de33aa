package io.tidemark.gateway.entity;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.entity.EntityWrite.Decided;
import io.tidemark.gateway.request.Prefer;
import io.tidemark.gateway.request.RequestBody;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.store.Store;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.schema.SchemaVersions;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One entity, for simple clients: section 6 of the protocol. */
@Path("/v1/scopes/{scope}/entities/{type}/{id}")
@Produces(MediaType.APPLICATION_JSON)
public class EntityResource {
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final EntityTypes types;
    private final Store store;
    private final EntityWrite write;
    private final EntityAnswers answers;
    private final GatewayMeters meters;

    EntityResource(EntityTypes types, Store store, EntityWrite write, EntityAnswers answers, GatewayMeters meters) {
        this.types = types;
        this.store = store;
        this.write = write;
        this.answers = answers;
        this.meters = meters;
    }

    @GET
    public Uni<Response> get(
            @PathParam("scope") String scope,
            @PathParam("type") String type,
            @PathParam("id") String id,
            RoutingContext request) {
        RowForms forms = forms(request);
        return store.readEntity(Caller.of(request).to(scope), readable(type, id))
                .map(view -> EntityAnswers.row(view, forms));
    }

    @PUT
    public Uni<Response> put(
            @PathParam("scope") String scope,
            @PathParam("type") String type,
            @PathParam("id") String id,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        EntityRequest asked = asked(new EntityKey(type, id), request);
        return RequestBody.json(request)
                .map(body -> asked.put(body, types))
                .flatMap(payload -> written(access, asked, payload, request));
    }

    @PATCH
    public Uni<Response> patch(
            @PathParam("scope") String scope,
            @PathParam("type") String type,
            @PathParam("id") String id,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        EntityRequest asked = asked(new EntityKey(type, id), request);
        return RequestBody.json(request).map(asked::patch).flatMap(payload -> written(access, asked, payload, request));
    }

    @DELETE
    public Uni<Response> delete(
            @PathParam("scope") String scope,
            @PathParam("type") String type,
            @PathParam("id") String id,
            @QueryParam("baseVersion") @Nullable String baseVersion,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        EntityRequest asked = asked(new EntityKey(type, id), request);
        return written(access, asked, asked.delete(baseVersion), request);
    }

    private Uni<Response> written(Access access, EntityRequest asked, Json payload, RoutingContext request) {
        Duration wait = Prefer.wait(request.request().headers().getAll("Prefer"), WAIT);
        return write.decide(access, payload, wait)
                .invoke(decided -> meters.answered(decided.verdict()))
                .flatMap(decided -> answered(access, asked, decided, request));
    }

    private Uni<Response> answered(Access access, EntityRequest asked, Decided decided, RoutingContext request) {
        if (!(decided.verdict() instanceof Verdict.Final(Outcome outcome, boolean ignored))) {
            return Uni.createFrom().item(EntityAnswers.pending(decided, operation(request, decided)));
        }
        RowForms forms = forms(request);
        return store.readEntity(access, asked.entity()).map(view -> answers.decided(decided, outcome, view, forms));
    }

    /** The scope as the client wrote it in its own path: it needs no second encoding. */
    private static String operation(RoutingContext request, Decided decided) {
        String path = request.request().path();
        return path.substring(0, path.indexOf("/entities/")) + "/operations/" + decided.id();
    }

    private RowForms forms(RoutingContext request) {
        return RowForms.of(request.request().headers().getAll(SchemaVersions.HEADER), types);
    }

    private EntityRequest asked(EntityKey entity, RoutingContext request) {
        return EntityRequest.of(
                entity,
                forms(request).said(entity.type()),
                request.request().getHeader("Idempotency-Key"),
                request.request().headers().getAll("If-Match"),
                request.request().headers().getAll("If-None-Match"));
    }

    private EntityKey readable(String type, String id) {
        boolean possible = types.find(type).isPresent() && id.chars().noneMatch(Character::isISOControl);
        if (!possible) {
            throw new Refusal(ProblemType.NOT_FOUND);
        }
        return new EntityKey(type, id);
    }
}
