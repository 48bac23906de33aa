package io.tidemark.gateway.row;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.problem.ProblemType;
import io.tidemark.protocol.schema.RowForm;
import io.tidemark.protocol.schema.SchemaVersions;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** How one client is answered rows: in the schema versions with which it was built (SCHEMA-14 to SCHEMA-18). */
public final class RowForms {
    private final SchemaVersions versions;
    private final EntityTypes types;

    /** By type; empty where rows are answered as they are stored. */
    private final Map<String, Optional<RowForm>> forms = new HashMap<>();

    private RowForms(SchemaVersions versions, EntityTypes types) {
        this.versions = versions;
        this.types = types;
    }

    /** @param headers all values of the request's {@link SchemaVersions#HEADER} */
    public static RowForms of(List<String> headers, EntityTypes types) {
        SchemaVersions versions = headers.isEmpty()
                ? SchemaVersions.FIRST
                : SchemaVersions.parse(String.join(",", headers))
                        .orElseThrow(() -> new Refusal(
                                ProblemType.INVALID_PARAMETER,
                                "'" + SchemaVersions.HEADER + "' names types and versions: 'note:2, task:1'"));
        return new RowForms(versions, types);
    }

    Optional<RowForm> of(String type) {
        return forms.computeIfAbsent(
                type, name -> types.find(name).map(versions::form).filter(form -> !form.isStoredForm()));
    }

    /** What the client said of a type; empty if nothing, which is version 1. */
    public OptionalInt said(String type) {
        Integer version = versions.byType().get(type);
        return version == null ? OptionalInt.empty() : OptionalInt.of(version);
    }

    /** SCHEMA-18: what a cursor of this client belongs to; equal for clients that are answered the same. */
    public String fingerprint() {
        SchemaVersions answered = versions.forms(types);
        return answered.isEmpty()
                ? ""
                : ContentHash.of(Json.of(answered.toString())).text();
    }

    /** SCHEMA-17: in which versions rows are, where these are older than was asked for. */
    public Optional<String> behind() {
        return Optional.of(versions.behind(types))
                .filter(behind -> !behind.isEmpty())
                .map(SchemaVersions::toString);
    }

    public Response.ResponseBuilder label(Response.ResponseBuilder answer) {
        return behind().map(behind -> answer.header(SchemaVersions.HEADER, behind))
                .orElse(answer);
    }
}
