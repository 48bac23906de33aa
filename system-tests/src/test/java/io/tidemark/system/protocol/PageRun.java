package io.tidemark.system.protocol;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.json.JsonReader;
import io.tidemark.system.protocol.Server.Reply;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The examples of a page, carried out one after the other. */
final class PageRun {
    /** Headers that tell a client something: they are on the page, or not there. */
    private static final List<String> SPOKEN =
            List.of("ETag", "Location", "Retry-After", "WWW-Authenticate", "Allow", "Tidemark-Schemas");

    private final Bindings bindings = new Bindings();

    private PageRun() {}

    /** Ends at the first example that is not as the page says, with its line and what is wrong. */
    static Optional<String> deviation(List<Example> examples, Server server) throws Exception {
        PageRun run = new PageRun();
        for (Example example : examples) {
            Reply reply = server.answer(example, run.bindings);
            Optional<String> deviation = run.deviation(example.answer(), reply);
            if (deviation.isPresent()) {
                return Optional.of("docs/protocol.md:%d: %s%nThe answer was %s"
                        .formatted(example.answer().line(), deviation.get(), reply));
            }
        }
        return Optional.empty();
    }

    private Optional<String> deviation(HttpBlock page, Reply real) {
        if (page.status() != real.status()) {
            return Optional.of("the status is %d, and on the page %d".formatted(real.status(), page.status()));
        }
        // The body binds what the headers name.
        Optional<String> body = bodyDeviation(page, real);
        return body.isPresent() ? body : headerDeviation(page, real);
    }

    private Optional<String> bodyDeviation(HttpBlock page, Reply real) {
        try {
            Json expected = JsonReader.read(page.body().orElse(""));
            return new Comparison(bindings).difference(expected, JsonReader.read(real.body()));
        } catch (InvalidJson e) {
            return Optional.of("not JSON, here or there: " + e.getMessage());
        }
    }

    private Optional<String> headerDeviation(HttpBlock page, Reply real) {
        TreeMap<String, String> expected = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        SPOKEN.forEach(name -> expected.put(name, "absent"));
        expected.put("Tidemark-Protocol", "1");
        expected.put("Cache-Control", "no-store");
        expected.put("Content-Type", real.status() < 400 ? "application/json" : "application/problem+json");
        page.headers().forEach((name, value) -> expected.put(name, bindings.real(value)));
        return expected.entrySet().stream()
                .filter(header -> !real.header(header.getKey()).equals(header.getValue()))
                .map(header -> "%s is %s, and on the page %s"
                        .formatted(header.getKey(), real.header(header.getKey()), header.getValue()))
                .findFirst();
    }
}
