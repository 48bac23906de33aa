package io.tidemark.gateway.push;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.enqueue.OperationsLane;
import io.tidemark.gateway.request.Prefer;
import io.tidemark.gateway.request.RequestBody;
import io.tidemark.gateway.store.Store;
import io.tidemark.gateway.telemetry.GatewayMeters;
import io.tidemark.gateway.telemetry.OperationTraces;
import io.tidemark.protocol.admission.PushPlan;
import io.tidemark.protocol.admission.SubmissionReader;
import io.tidemark.protocol.http.PushAnswer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The push of a batch: section 3 of the protocol. */
@Path("/v1/scopes/{scope}/operations")
@Produces(MediaType.APPLICATION_JSON)
public class PushResource {
    private final SubmissionReader reader;
    private final Store store;
    private final OperationsLane lane;
    private final GatewayMeters meters;
    private final OperationTraces traces;

    PushResource(
            SubmissionReader reader, Store store, OperationsLane lane, GatewayMeters meters, OperationTraces traces) {
        this.reader = reader;
        this.store = store;
        this.lane = lane;
        this.meters = meters;
        this.traces = traces;
    }

    @POST
    public Uni<Response> push(
            @PathParam("scope") String scope, @HeaderParam("Prefer") List<String> prefer, RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        Instant since = Instant.now();
        Duration wait = Prefer.wait(prefer, Duration.ZERO);
        return RequestBody.json(request)
                .map(body -> PushRequest.read(body, reader))
                .flatMap(push -> planned(access, push, wait))
                .invoke(plan -> traces.answered(since, plan.lines()))
                .map(PushPlan::answer)
                .map(this::response);
    }

    private Uni<PushPlan> planned(Access access, PushRequest push, Duration wait) {
        return store.lookUpOperations(access, Optional.of(push.device()), push.ids())
                .map(view -> PushPlan.of(push.submissions(), view))
                .flatMap(plan -> enqueued(access, push, plan, wait))
                .flatMap(plan -> lookedUpAgain(access, push, plan, wait));
    }

    private Uni<PushPlan> enqueued(Access access, PushRequest push, PushPlan plan, Duration wait) {
        if (plan.enqueued().isEmpty()) {
            return Uni.createFrom().item(plan);
        }
        return lane.send(access, Optional.of(push.device()), plan.enqueued(), plan.epoch(), plan.awaited(), wait)
                .map(plan::heard);
    }

    /** Outcomes are hints, and hints get lost: who asked to wait is told what the log says. It is in the log already. */
    private Uni<PushPlan> lookedUpAgain(Access access, PushRequest push, PushPlan plan, Duration wait) {
        if (wait.isZero() || !plan.isPending()) {
            return Uni.createFrom().item(plan);
        }
        return store.lookUpOperations(access, Optional.of(push.device()), push.ids())
                .map(plan::seen)
                .onFailure()
                .recoverWithItem(plan);
    }

    private Response response(PushAnswer answer) {
        meters.push(answer.results());
        return JsonAnswers.of(answer.isComplete() ? 200 : 202, answer.write()).build();
    }
}
