package io.tidemark.gateway.answer;

import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure leaves as a problem of the registry; no exception's text leaves at all. */
final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ProblemAnswers problems;

    ProblemMappers(ProblemAnswers problems) {
        this.problems = problems;
    }

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        return problems.answer(refusal.problem());
    }

    @ServerExceptionMapper
    Response ofTheFramework(WebApplicationException failure, RoutingContext request) {
        int status = failure.getResponse().getStatus();
        Optional<String> methods = AllowedMethods.at(request.request().path());
        // Of two resources with a common beginning the framework takes one, and then finds nothing for the method.
        boolean otherMethod = methods.isPresent() && (status == 405 || status == 404);
        Response answer = problems.answer(Problem.of(otherMethod ? ProblemType.METHOD_NOT_ALLOWED : type(status)));
        if (otherMethod) {
            answer.getHeaders().putSingle(HttpHeaders.ALLOW, methods.get());
        }
        return answer;
    }

    @ServerExceptionMapper
    Response defect(Throwable defect) {
        LOG.error("A request failed", defect);
        return problems.answer(Problem.of(ProblemType.INTERNAL_ERROR));
    }

    private static ProblemType type(int status) {
        return switch (status) {
            case 404 -> ProblemType.NOT_FOUND;
            case 405 -> ProblemType.METHOD_NOT_ALLOWED;
            case 406 -> ProblemType.NOT_ACCEPTABLE;
            case 413 -> ProblemType.BODY_TOO_LARGE;
            case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
            default -> status < 500 ? ProblemType.MALFORMED_REQUEST : ProblemType.INTERNAL_ERROR;
        };
    }
}
