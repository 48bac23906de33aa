package io.tidemark.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.gateway.openapi.Difference.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change of the description is meant, and one that breaks clients has a new protocol version. */
class AcceptedApiTest {
    private static final Path ACCEPTED = OpenApi.HOME.resolve("docs/openapi/accepted.yaml");
    private static final String HOW = "to accept: ./mvnw -pl sync-gateway -am test -Dtest=AcceptedApiTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm.arguments=-Dtidemark.openapi=accept";

    @Test
    void isTheAcceptedOne_whenTheDescriptionIsRead() throws IOException {
        // Given
        OpenApi ours = OpenApi.ours();
        Optional<String> refusal = refusal(OpenApi.read(ACCEPTED), ours);
        // When
        if ("accept".equals(System.getProperty("tidemark.openapi")) && refusal.isEmpty()) {
            Files.copy(OpenApi.OURS, ACCEPTED, StandardCopyOption.REPLACE_EXISTING);
        }
        // Then
        OpenApi accepted = OpenApi.read(ACCEPTED);
        assertThat(accepted.root().equals(ours.root()))
                .as(
                        "META-INF/openapi.yaml is not docs/openapi/accepted.yaml:%n%s%n%s",
                        report(accepted, ours), refusal.orElse(HOW))
                .isTrue();
    }

    private static String report(OpenApi before, OpenApi after) {
        List<Difference> differences = ApiChanges.between(before, after);
        return differences.isEmpty() ? "WORDING    texts or examples" : Difference.report(differences);
    }

    /** Why a change cannot be accepted as it is. */
    private static Optional<String> refusal(OpenApi before, OpenApi after) {
        boolean breaks = ApiChanges.between(before, after).stream().anyMatch(Difference::isBreaking);
        return breaks && before.version().equals(after.version())
                ? Optional.of("a change that breaks clients needs a new protocol version: raise info.version and"
                        + " ProtocolHeaders.VERSION")
                : Optional.empty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  /v1/scopes/{scope}/conflicts:' | '  /v1/scopes/{scope}/copies:' | BREAKING | removed: get /v1/scopes/{scope}/conflicts",
                "'- { name: of, in: query' | '- { name: copyOf, in: query' | BREAKING | parameter query of removed",
                "'- { name: next, in: query' | '- { required: true, name: next, in: query' | BREAKING | required now",
                "'maximum: 500, default: 200' | 'maximum: 400, default: 200' | BREAKING | maximum changed",
                "'maximum: 500, default: 200' | 'maximum: 600, default: 200' | COMPATIBLE | maximum changed",
                "'        mark: { type: integer }' | '        sequence: { type: integer }' | BREAKING | /mark removed",
                "'        mark: { type: integer }' | '        mark: { type: string }' | BREAKING | /mark type [integer] is [string]",
                "'        mark: { type: integer }' | '        mark: { type: [integer, \"null\"] }' | BREAKING | /mark type",
                "'required: [epoch, from, to, cursor, checkpoint, rows]' | 'required: [epoch, from, to, cursor, rows]' | BREAKING | /checkpoint no longer required",
                "'required: [epoch, from, to, cursor, checkpoint, rows]' | 'required: [epoch, from, to, cursor, checkpoint, rows, mark]' | COMPATIBLE | /mark required now",
                "'required: [operationId, kind, type, entity, sequence, previous]' | 'required: [operationId, kind, type, entity, sequence, previous, schema]' | BREAKING | /schema required now",
                "'kind: { type: string, enum: [upsert, delete] }' | 'kind: { type: string, enum: [upsert] }' | BREAKING | /kind enum",
                "'kind: { type: string, enum: [upsert, delete] }' | 'kind: { type: string, enum: [upsert, delete, move] }' | COMPATIBLE | /kind enum",
                "'pending, out-of-order, device-forked, deferred]' | 'pending, out-of-order, device-forked, deferred, held]' | BREAKING | /status enum",
                "'        traceparent: { type: string, desc' | '        hint: { type: string }\n        traceparent: { type: string, desc' | COMPATIBLE | /hint added",
                "'\"202\": *pending' | '\"204\": *pending' | BREAKING | 'added: delete /v1/scopes/{scope}/entities/{type}/{id} 204'",
                "'        \"410\": { $ref: \"#/components/responses/Gone\" }\n' | '' | COMPATIBLE | removed: get /v1/scopes/{scope}/changes 410",
                "'headers: { ETag: { $ref: \"#/components/headers/ETag\" } }' | 'headers: {}' | BREAKING | header ETag removed"
            })
    void seesTheDifference_whenTheDescriptionIsDoctored(String old, String now, Kind kind, String report)
            throws IOException {
        // Given
        String yaml = Files.readString(OpenApi.OURS);
        String from = old.replace("\\n", "\n");
        assertThat(yaml).contains(from);
        OpenApi doctored = OpenApi.of(yaml.replace(from, now.replace("\\n", "\n")));
        // When
        List<Difference> differences = ApiChanges.between(OpenApi.of(yaml), doctored);
        // Then
        assertThat(differences)
                .anySatisfy(difference -> assertThat(difference.kind()).isEqualTo(kind));
        if (kind == Kind.COMPATIBLE) {
            assertThat(differences).noneMatch(Difference::isBreaking);
        }
        assertThat(Difference.report(differences)).contains(report);
        assertThat(refusal(OpenApi.of(yaml), doctored).isPresent()).isEqualTo(kind == Kind.BREAKING);
    }

    @Test
    void isAccepted_whenABreakingChangeHasANewVersion() throws IOException {
        // Given
        String yaml = Files.readString(OpenApi.OURS);
        OpenApi next =
                OpenApi.of(yaml.replace("  version: \"1\"", "  version: \"2\"").replace("/conflicts:", "/copies:"));
        // When / Then
        assertThat(refusal(OpenApi.of(yaml), next)).isEmpty();
    }

    @Test
    void isWording_whenOnlyATextChanges() throws IOException {
        // Given
        String yaml = Files.readString(OpenApi.OURS);
        OpenApi other = OpenApi.of(yaml.replace("The page.", "A page."));
        // When / Then
        assertThat(report(OpenApi.of(yaml), other)).startsWith("WORDING");
    }
}
