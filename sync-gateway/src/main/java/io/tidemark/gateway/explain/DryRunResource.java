package io.tidemark.gateway.explain;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.request.RequestBody;
import io.tidemark.gateway.store.Store;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.policy.OwnMerges;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.InvalidEntityTypes;
import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.http.Push;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the merge would decide now: section 10 of the protocol. Nothing is enqueued, logged or given a position. */
@Path("/v1/scopes/{scope}/entities/{type}/{id}/dry-run")
@Produces(MediaType.APPLICATION_JSON)
public class DryRunResource {
    private final EntityTypes types;
    private final SubmissionReader reader;
    private final Store store;

    DryRunResource(EntityTypes types, SubmissionReader reader, Store store) {
        this.types = types;
        this.reader = reader;
        this.store = store;
    }

    @POST
    public Uni<Response> dryRun(
            @PathParam("scope") String scope,
            @PathParam("type") String type,
            @PathParam("id") String id,
            @QueryParam("device") @Nullable String device,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        EntityKey entity = new EntityKey(type, id);
        Optional<String> author = author(device);
        requirePolicies(type);
        return RequestBody.json(request)
                .map(body -> arrival(access, author, entity, body))
                .flatMap(arrival -> decided(access, entity, arrival))
                .map(run -> JsonAnswers.of(200, run.write()).build());
    }

    private Arrival arrival(Access access, Optional<String> device, EntityKey entity, Json body) {
        return DryRunning.arrival(access, device, DryRunRequest.read(body, entity, device.isPresent(), reader));
    }

    private Uni<DryRun> decided(Access access, EntityKey entity, Arrival arrival) {
        return store.readForDryRun(
                        access,
                        entity,
                        arrival.submission().id(),
                        arrival.author().name(),
                        arrival.device())
                .map(view -> DryRunning.of(arrival, entity, view, types));
    }

    /** Without the application's own classes the answer would be another one than the merge's. */
    private void requirePolicies(String type) {
        try {
            types.find(type).ifPresent(declared -> OwnMerges.require(EntityTypes.of(List.of(declared))));
        } catch (InvalidEntityTypes missing) {
            throw new Refusal(ProblemType.DRY_RUN_UNAVAILABLE);
        }
    }

    private static Optional<String> author(@Nullable String device) {
        if (device != null && !Push.isDevice(device)) {
            throw new Refusal(ProblemType.INVALID_PARAMETER, "'device' is the id of a device");
        }
        return Optional.ofNullable(device);
    }
}
