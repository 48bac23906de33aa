package io.tidemark.system;

import static io.tidemark.system.Reporter.id;
import static io.tidemark.system.Reporter.operation;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.explain.Explanation;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.stack.cli.Main;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, against real services. */
class ExplainTest {
    @RegisterExtension
    static final SharedStack STACK = new SharedStack();

    private final String scope = "reports:" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @Test
    void tellsWhatBecameOfEachEdit_whenSomeAppliedMergedLostOrWereSetAside() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Given
            Reporter alice = Reporter.member(http, STACK.get(), "demo", scope, "alice", "phone");
            Reporter bob = Reporter.member(http, STACK.get(), "demo", scope, "bob", "desk");
            Json.Obj made = operation("r", "upsert", upsert(Map.of("title", "Milk", "text", "a b"), Map.of()));
            Json.Obj edited = edit("r", "title", "Milk", "Bread");
            Json.Obj texted = edit("r", "text", "a b", "A b");
            alice.push(made, edited, texted);
            Json.Obj merged = edit("r", "text", "a b", "a B");
            Json.Obj lost = edit("r", "title", "Milk", "Oat milk");
            Json.Obj superseded = operation("r", "delete", Map.of("seen", seen(Map.of("title", "Milk"))));
            Json.Obj counted = operation(
                    "r",
                    "upsert",
                    Map.of(
                            "changes", Json.Obj.of(Map.of("likes", Json.Obj.of(Map.of("increment", Json.of(5))))),
                            "seen", new Json.Obj(new TreeMap<>()),
                            "transaction", part(1)));
            Json.Obj unseen = with(edit("r", "pinned", "never", "yes"), "transaction", part(2));
            Json.Obj conflicting = with(edit("r", "title", "Soy", "Rice"), "transaction", part(3));
            bob.push(merged, lost, superseded, counted, unseen, conflicting);
            // When
            Said text = explain(bob, "r");
            Said json = explain(bob, "r", "--json");
            // Then
            assertThat(text.exitCode()).as(text.err()).isZero();
            assertThat(text.out())
                    .contains("report \"r\" in " + scope)
                    .containsSubsequence(
                            "title = \"Bread\"   (manual)",
                            "written by alice on phone",
                            "operation " + id(edited),
                            "since then:",
                            "operation " + id(conflicting) + ": went on in conflict copy",
                            "operation " + id(superseded) + ": wanted to delete the entity",
                            "operation " + id(lost) + ": lost against it, and is kept in conflict copy")
                    .containsSubsequence(
                            "text = \"A B\"   (text)", "merged with the edit by bob on desk", "operation " + id(merged))
                    .containsSubsequence("likes: no value   (counter)", "operation " + id(counted) + ": did not happen")
                    .contains("title = \"Oat milk\"", "transaction 0199d3a5-7777-7cc3-98c4-dc0c0c073990");
            Explanation explanation =
                    Explanation.read(JsonReader.read(json.out().getBytes(StandardCharsets.UTF_8)));
            assertThat(explanation.reach()).isEqualTo(Explanation.Reach.WHOLE);
            assertThat(explanation.operations()).hasSize(9);
            assertThat(explanation.copies()).hasSize(2);
        }
    }

    @Test
    void triesAnOperationOfAFile_whenItIsGivenOne() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Given
            Reporter alice = Reporter.member(http, STACK.get(), "demo", scope, "alice", "phone");
            alice.push(operation("r", "upsert", upsert(Map.of("title", "Milk"), Map.of())));
            Path file = Files.writeString(
                    folder.resolve("edit.json"),
                    "{\"kind\": \"upsert\", \"fields\": {\"title\": \"Oat\"}, \"seen\": {\"title\": {\"value\": \"Soy\"}}}");
            // When
            Said text = explain(alice, "r", "--operation", file.toString(), "--device", "phone");
            // Then
            assertThat(text.exitCode()).as(text.err()).isZero();
            assertThat(text.out())
                    .containsSubsequence(
                            "nothing was sent, logged or changed",
                            "conflict (unseen-value)",
                            "title: lost-to-copy",
                            "The row then: version 1, title = \"Milk\"",
                            "title = \"Oat\"");
            assertThat(alice.explanation("r").operations()).hasSize(1);
        }
    }

    @Test
    void saysWhatIsWrong_whenThereIsNothingToExplain() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            // Given
            Reporter alice = Reporter.member(http, STACK.get(), "demo", scope, "alice", "phone");
            // When
            Said unknown = explain(alice, "nobody-made-it");
            Said stranger = run(alice.token(), "explain", "reports:other", "report", "r", "--url", url());
            Said outdated = run("not.a.token", "explain", scope, "report", "r", "--url", url());
            Said away = run(alice.token(), "explain", scope, "report", "r", "--url", "http://127.0.0.1:1");
            // Then
            assertThat(unknown.err()).startsWith("error: There is no such entity");
            assertThat(stranger.err()).startsWith("error: There is no such scope for this subject");
            assertThat(outdated.err()).startsWith("error: The gateway does not take this token");
            assertThat(away.err()).startsWith("error: The gateway at http://127.0.0.1:1 does not answer");
            assertThat(List.of(unknown, stranger, outdated, away)).allSatisfy(said -> {
                assertThat(said.exitCode()).isEqualTo(1);
                assertThat(said.out()).isEmpty();
                assertThat(said.err()).doesNotContain("\tat ");
            });
        }
    }

    private record Said(int exitCode, String out, String err) {}

    private static String url() {
        return STACK.get().gatewayUrl().toString();
    }

    private Said explain(Reporter who, String entity, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("explain", scope, "report", entity, "--url", url()));
        arguments.addAll(List.of(options));
        return run(who.token(), arguments.toArray(String[]::new));
    }

    /** The token goes by the environment: a list of processes shows arguments to everybody. */
    private Said run(String token, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("TIDEMARK_TOKEN", token);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the command does not end");
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static Json.Obj edit(String entity, String field, String seen, String value) {
        return operation(entity, "upsert", upsert(Map.of(field, value), Map.of(field, seen)));
    }

    /** @param shown what the author saw; nothing if he made it */
    private static Map<String, Json> upsert(Map<String, String> fields, Map<String, String> shown) {
        TreeMap<String, Json> values = new TreeMap<>();
        fields.forEach((field, value) -> values.put(field, Json.of(value)));
        return Map.of("fields", new Json.Obj(values), "seen", shown.isEmpty() ? Json.NULL : seen(shown));
    }

    private static Json seen(Map<String, String> shown) {
        TreeMap<String, Json> seen = new TreeMap<>();
        shown.forEach((field, value) -> seen.put(field, Json.Obj.of(Map.of("value", Json.of(value)))));
        return new Json.Obj(seen);
    }

    private static Json part(int place) {
        return Json.Obj.of(Map.of(
                "id", Json.of("0199d3a5-7777-7cc3-98c4-dc0c0c073990"), "place", Json.of(place), "size", Json.of(3)));
    }

    private static Json.Obj with(Json.Obj operation, String member, Json value) {
        TreeMap<String, Json> members = new TreeMap<>(operation.members());
        members.put(member, value);
        return new Json.Obj(members);
    }
}
