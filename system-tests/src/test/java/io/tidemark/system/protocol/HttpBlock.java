package io.tidemark.system.protocol;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fenced block of the page: a start line, headers, an empty line, a body.
 *
 * @param line where it begins on the page
 * @param body empty if there is none
 */
record HttpBlock(int line, String start, SortedMap<String, String> headers, Optional<String> body) {

    static HttpBlock of(int line, List<String> text) {
        TreeMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int next = 1;
        while (next < text.size() && !text.get(next).isBlank()) {
            String[] header = text.get(next).split(":", 2);
            if (header.length != 2 || headers.put(header[0].strip(), header[1].strip()) != null) {
                throw new AssertionError("docs/protocol.md:" + (line + next) + ": a header is expected");
            }
            next++;
        }
        String body = String.join("\n", text.subList(Math.min(next, text.size()), text.size()))
                .strip();
        return new HttpBlock(line, text.getFirst(), headers, body.isEmpty() ? Optional.empty() : Optional.of(body));
    }

    boolean isAnswer() {
        return start.startsWith("HTTP/");
    }

    String method() {
        return word(0);
    }

    String path() {
        return word(1);
    }

    int status() {
        return Integer.parseInt(word(1));
    }

    private String word(int place) {
        String[] words = start.split(" ", -1);
        if (words.length <= place) {
            throw new AssertionError("docs/protocol.md:" + line + ": '" + start + "' is no start line");
        }
        return words[place];
    }
}
