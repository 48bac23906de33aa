package io.tidemark.gateway.explain;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.request.PageLimit;
import io.tidemark.gateway.store.ExplanationView;
import io.tidemark.gateway.store.Store;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Why an entity is what it is: section 10 of the protocol. */
@Path("/v1/scopes/{scope}/entities/{type}/{id}/explanation")
@Produces(MediaType.APPLICATION_JSON)
public class ExplanationResource {
    private final EntityTypes types;
    private final Store store;

    ExplanationResource(EntityTypes types, Store store) {
        this.types = types;
        this.store = store;
    }

    @GET
    public Uni<Response> explanation(
            @PathParam("scope") String scope,
            @PathParam("type") String type,
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        EntityKey entity = readable(type, id);
        int lines = PageLimit.of(limit, Explanation.DEFAULT_LIMIT, Explanation.MAX_LIMIT);
        return store.readExplanation(access, entity, lines).map(view -> answer(entity, view));
    }

    private EntityKey readable(String type, String id) {
        if (types.find(type).isEmpty() || id.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(ProblemType.NOT_FOUND);
        }
        return new EntityKey(type, id);
    }

    private Response answer(EntityKey entity, ExplanationView view) {
        if (view.row().isEmpty() && view.history().isEmpty()) {
            throw new Refusal(ProblemType.NOT_FOUND);
        }
        return JsonAnswers.of(200, Explaining.of(entity, view, types).write()).build();
    }
}
