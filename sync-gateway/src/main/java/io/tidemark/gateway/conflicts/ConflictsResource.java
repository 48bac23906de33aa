package io.tidemark.gateway.conflicts;

import io.smallrye.mutiny.Uni;
import io.tidemark.gateway.access.Access;
import io.tidemark.gateway.access.Caller;
import io.tidemark.gateway.answer.JsonAnswers;
import io.tidemark.gateway.answer.Refusal;
import io.tidemark.gateway.request.PageLimit;
import io.tidemark.gateway.row.RowForms;
import io.tidemark.gateway.row.RowJson;
import io.tidemark.gateway.store.CopiesView;
import io.tidemark.gateway.store.CopyRange;
import io.tidemark.gateway.store.Store;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is still to be resolved in a scope: section 4 of the protocol. */
@Path("/v1/scopes/{scope}/conflicts")
@Produces(MediaType.APPLICATION_JSON)
public class ConflictsResource {
    private static final int MAX_NAME = 128;

    private final EntityTypes types;
    private final Store store;
    private final ContinuationCodec continuations;

    ConflictsResource(EntityTypes types, Store store, ContinuationCodec continuations) {
        this.types = types;
        this.store = store;
        this.continuations = continuations;
    }

    @GET
    public Uni<Response> conflicts(
            @PathParam("scope") String scope,
            @QueryParam("type") @Nullable String type,
            @QueryParam("of") @Nullable String of,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("next") @Nullable String next,
            @HeaderParam(SchemaVersions.HEADER) List<String> schemas,
            RoutingContext request) {
        Access access = Caller.of(request).to(scope);
        CopyRange asked = range(type, of);
        CopyRange range = next == null ? asked : rest(access, asked, next);
        RowForms forms = RowForms.of(schemas, types);
        return store.readOpenCopies(access, range, PageLimit.of(limit)).map(view -> answer(access, view, forms));
    }

    private static CopyRange range(@Nullable String type, @Nullable String of) {
        if (type == null) {
            if (of != null) {
                throw invalid("'of' needs 'type'");
            }
            return CopyRange.all();
        }
        return of == null ? CopyRange.ofType(name(type)) : CopyRange.ofEntity(new EntityKey(name(type), name(of)));
    }

    private static String name(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid("'type' and 'of' have 1 to " + MAX_NAME + " characters, and no control characters");
        }
        return text;
    }

    private CopyRange rest(Access access, CopyRange asked, String next) {
        return continuations
                .read(access, next)
                .filter(asked::isContinuedBy)
                .orElseThrow(() -> invalid("'next' is not of this list"));
    }

    private static Refusal invalid(String detail) {
        return new Refusal(ProblemType.INVALID_PARAMETER, detail);
    }

    /** Writes what {@link io.tidemark.protocol.http.ConflictsPage} reads. */
    private Response answer(Access access, CopiesView view, RowForms forms) {
        StringBuilder out = new StringBuilder("{\"epoch\":");
        CanonicalJson.write(Json.of(view.epoch()), out);
        view.rest()
                .map(rest -> continuations.write(access, rest))
                .ifPresent(next -> out.append(",\"next\":\"").append(next).append('"'));
        out.append(",\"conflicts\":");
        RowJson.writeAll(view.copies(), forms, out);
        return forms.label(JsonAnswers.of(200, out.append('}').toString())).build();
    }
}
