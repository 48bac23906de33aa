package io.tidemark.gateway.operation;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.store.Store;
import io.tidemark.protocol.admission.LogView;
import io.tidemark.protocol.admission.LoggedOperation;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/** One operation: section 5 of the protocol. */
@Path("/v1/scopes/{scope}/operations/{operation}")
@Produces(MediaType.APPLICATION_JSON)
public class OperationResource {
    private final Store store;

    OperationResource(Store store) {
        this.store = store;
    }

    @GET
    public Uni<Response> outcome(
            @PathParam("scope") String scope, @PathParam("operation") String operation, RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        OperationId id = OperationId.parse(operation)
                .orElseThrow(() -> new Refusal(ProblemType.INVALID_PARAMETER, "an operation's id is a UUID"));
        return store.lookUpOperations(access, Optional.empty(), List.of(id)).map(view -> answer(id, view));
    }

    private static Response answer(OperationId id, LogView view) {
        LoggedOperation logged = view.known().get(id);
        if (logged == null) {
            throw new Refusal(ProblemType.OPERATION_UNKNOWN);
        }
        Verdict verdict = new Verdict.Final(logged.outcome(), false);
        return JsonAnswers.of(200, OperationAnswer.write(id, verdict, view.epoch()))
                .build();
    }
}
