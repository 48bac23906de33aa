package io.tidemark.gateway.entity;

import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.answer.ProblemAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.entity.EntityWrite.Decided;
import io.tidemark.gateway.operation.OperationAnswer;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.row.RowJson;
import io.tidemark.gateway.row.StoredRow;
import io.tidemark.gateway.store.EntityView;
import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityTag;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.problem.Problem;
import io.tidemark.protocol.problem.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/** From rows and verdicts to HTTP's statuses and headers. */
@Singleton
final class EntityAnswers {
    private final ProblemAnswers problems;

    EntityAnswers(ProblemAnswers problems) {
        this.problems = problems;
    }

    static Response row(EntityView view, RowForms forms) {
        StoredRow row = live(view).orElseThrow(() -> new Refusal(ProblemType.NOT_FOUND));
        return forms.label(JsonAnswers.of(200, RowJson.write(row, forms)))
                .header(HttpHeaders.ETAG, quoted(row.tag(view.epoch())))
                .build();
    }

    /** @param operation the address of the operation, for what is not decided yet */
    static Response pending(Decided decided, String operation) {
        return JsonAnswers.of(202, OperationAnswer.write(decided.id(), decided.verdict(), decided.epoch()))
                .header(HttpHeaders.LOCATION, operation)
                .build();
    }

    /** @param view the row, read after the outcome was known: other operations may have changed it since */
    Response decided(Decided decided, Outcome outcome, EntityView view, RowForms forms) {
        return outcome.status() == Status.REJECTED
                ? rejected(outcome.reason().orElse(Reason.MALFORMED_OPERATION), view, forms)
                : taken(decided, outcome, view);
    }

    private Response rejected(Reason reason, EntityView view, RowForms forms) {
        if (reason == Reason.NOT_A_MEMBER) {
            return problems.answer(Problem.of(ProblemType.SCOPE_NOT_FOUND));
        }
        if (reason != Reason.PRECONDITION_FAILED) {
            return problems.answer(EntityRequest.refused(reason).problem());
        }
        Map<String, Json> row =
                live(view).map(live -> Map.of("row", parsed(live, forms))).orElse(Map.of());
        Response failed = problems.answer(Problem.of(ProblemType.PRECONDITION_FAILED), row);
        return forms.label(Response.fromResponse(failed)).build();
    }

    private static Response taken(Decided decided, Outcome outcome, EntityView view) {
        Verdict verdict = decided.verdict();
        Response.ResponseBuilder answer =
                JsonAnswers.of(200, OperationAnswer.write(decided.id(), verdict, decided.epoch()));
        tag(outcome, view).ifPresent(tag -> answer.header(HttpHeaders.ETAG, quoted(tag)));
        return answer.build();
    }

    /** The tag of the state that the operation left, which may be an older one than the row's; none for a tombstone. */
    private static Optional<EntityTag> tag(Outcome outcome, EntityView view) {
        return live(view)
                .filter(row -> outcome.version().isPresent()
                        && row.version() >= outcome.version().getAsLong()
                        && row.incarnation() <= outcome.position().orElse(row.position()))
                .map(row -> new EntityTag(
                        view.epoch(), row.incarnation(), outcome.version().getAsLong()));
    }

    private static Optional<StoredRow> live(EntityView view) {
        return view.row().filter(row -> !row.deleted());
    }

    private static Json parsed(StoredRow row, RowForms forms) {
        try {
            return JsonReader.read(RowJson.write(row, forms));
        } catch (InvalidJson e) {
            throw new IllegalStateException("a row that no reader of the protocol takes", e);
        }
    }

    private static String quoted(EntityTag tag) {
        return "\"" + tag + "\"";
    }
}
