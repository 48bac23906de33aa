package io.tidemark.stack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.explain.DryRun;
import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.protocol.operation.EntityKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person reads; the whole text is compared, for its order and its indentation are what makes it readable. */
class ExplanationTextTest {
    private static final String EXPLANATION = """
            { "epoch": "e", "type": "note", "entity": "picnic",
              "row": { "type": "note", "entity": "picnic", "version": 3, "position": 17,
                       "fields": { "title": "By the lake", "body": "Sunday" } },
              "fields": {
                "title": { "policy": "manual", "value": "By the lake", "version": 2,
                           "author": { "subject": "alice", "device": "d-55e0" },
                           "operation": "0199d3a5-aaaa-7cc3-98c4-dc0c0c073902", "before": [],
                           "since": [ { "operation": "0199d3a5-aaaa-7cc3-98c4-dc0c0c073911", "fate": "lost-to-copy", "copy": "c1" } ] },
                "body": { "policy": "manual", "value": "Sunday", "version": 1,
                          "author": { "subject": "bob" }, "before": [], "since": [] } },
              "operations": [
                { "operationId": "0199d3a5-aaaa-7cc3-98c4-dc0c0c073911", "entity": "picnic",
                  "author": { "subject": "bob", "device": "d-77aa" }, "status": "conflict", "reason": "unseen-value",
                  "version": 3, "position": 18, "type": "note", "conflictCopies": ["c1"],
                  "decidedAt": "2026-11-22T10:15:32.480Z",
                  "fates": { "title": { "fate": "lost-to-copy", "copy": "c1" }, "body": { "fate": "written" } } },
                { "operationId": "0199d3a5-aaaa-7cc3-98c4-dc0c0c073902", "entity": "picnic",
                  "author": { "subject": "alice", "device": "d-55e0" }, "status": "applied", "version": 2, "position": 16,
                  "decidedAt": "2026-11-22T10:15:31.300Z", "traceparent": "00-af-b7-01" } ],
              "reach": "dropped",
              "copies": [ { "type": "note", "entity": "c1", "version": 1, "position": 18, "fields": { "title": "Barbecue" } } ] }
            """;

    @Test
    void saysWhatStandsThenWhyThenWhatHappened_whenAnEntityIsExplained() throws Exception {
        // When
        List<String> lines = ExplanationText.lines("notes:alice", Explanation.read(json(EXPLANATION)));
        // Then
        assertThat(String.join("\n", lines) + "\n").isEqualTo("""
                note "picnic" in notes:alice
                  Stands, version 3, position 17

                  body = "Sunday"   (manual)
                      written by bob, version 1
                      the operation is no longer in the log

                  title = "By the lake"   (manual)
                      written by alice on d-55e0, 2026-11-22 10:15:31 UTC, version 2
                      operation 0199d3a5-aaaa-7cc3-98c4-dc0c0c073902, trace 00-af-b7-01
                      since then:
                        bob on d-77aa, 2026-11-22 10:15:32 UTC, operation 0199d3a5-aaaa-7cc3-98c4-dc0c0c073911: \
                lost against it, and is kept in conflict copy c1

                  Open conflict copies, newest first
                    c1   title = "Barbecue"

                  Operations, newest first
                    2026-11-22 10:15:32 UTC   conflict, version 3   bob on d-77aa
                      operation 0199d3a5-aaaa-7cc3-98c4-dc0c0c073911
                      The row holds a value that the author had not seen: the author's value is in a conflict copy.
                      body written, title lost-to-copy
                    2026-11-22 10:15:31 UTC   applied, version 2   alice on d-55e0
                      operation 0199d3a5-aaaa-7cc3-98c4-dc0c0c073902, trace 00-af-b7-01
                    The operation log no longer reaches back to what was before.
                """);
    }

    @Test
    void saysWhatWouldBeDecided_whenAnOperationIsTried() throws Exception {
        // Given
        Json answer = json("""
                { "epoch": "e", "operationId": "0199d3a5-aaaa-7cc3-98c4-dc0c0c073911", "status": "conflict",
                  "reason": "unseen-value", "version": 3, "type": "note", "conflictCopies": ["c1"],
                  "fates": { "title": { "fate": "lost-to-copy", "copy": "c1" }, "body": { "fate": "written" } },
                  "row": { "type": "note", "entity": "picnic", "version": 3, "fields": { "title": "By the lake", "body": "Sunday" } },
                  "copies": [ { "type": "note", "entity": "c1", "version": 1, "fields": { "title": "Barbecue" } } ] }
                """);
        // When
        List<String> lines = DryRunText.lines(new EntityKey("note", "picnic"), DryRun.read(answer));
        // Then
        assertThat(String.join("\n", lines) + "\n").isEqualTo("""
                Dry run on note "picnic": nothing was sent, logged or changed.

                  conflict (unseen-value)
                    The row holds a value that the author had not seen: the author's value is in a conflict copy.
                    body: written. The author's value stands in the row.
                    title: lost-to-copy. The row's value stays, and the author's is in a conflict copy. (c1)

                  The row then: version 3, body = "Sunday", title = "By the lake"
                  Conflict copy c1: version 1, title = "Barbecue"
                """);
    }

    @Test
    void saysThatAnOperationIsNotDecidedAgain_whenItWasBefore() throws Exception {
        // Given
        Json answer = json("""
                { "epoch": "e", "operationId": "0199d3a5-aaaa-7cc3-98c4-dc0c0c073911", "status": "rejected",
                  "reason": "unknown-field", "replayed": true, "fates": {}, "copies": [] }
                """);
        // When
        List<String> lines = DryRunText.lines(new EntityKey("note", "picnic"), DryRun.read(answer));
        // Then
        assertThat(lines)
                .contains(
                        "  This operation was decided before, and is never decided again. Its outcome:",
                        "  rejected (unknown-field)",
                        "  The row then: none");
    }

    @Test
    void givesTheTerminalNothingToObey_whenPeopleWroteIt() {
        // Given
        String hostile = "a\u001b[2Jb\u009bc\u202ed\u2028e";
        // When / Then
        assertThat(Words.plain(hostile)).isEqualTo("a\\u001b[2Jb\\u009bc\\u202ed\\u2028e");
        assertThat(Words.value(Json.of(hostile))).doesNotContain("\u001b", "\u009b", "\u202e", "\u2028");
        assertThat(Words.value(Json.of("x".repeat(5_000)))).hasSizeLessThan(200).endsWith("… (5002 characters)");
    }

    private static Json json(String text) throws Exception {
        return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
