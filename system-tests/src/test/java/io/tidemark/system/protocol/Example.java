package io.tidemark.system.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the page, and the answer that it shows.
 *
 * @param given what has happened since the example before it, in the words of the page's comments
 */
record Example(List<String> given, HttpBlock request, HttpBlock answer) {
    private static final Pattern GIVEN = Pattern.compile("<!-- given: (.*) -->");

    Example {
        given = List.copyOf(given);
    }

    /** All examples of a page, in its order. */
    static List<Example> of(List<String> page) {
        List<Example> examples = new ArrayList<>();
        List<String> given = new ArrayList<>();
        List<HttpBlock> open = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            Matcher comment = GIVEN.matcher(page.get(i));
            if (comment.matches()) {
                given.add(comment.group(1));
            }
            if (!page.get(i).equals("```http")) {
                continue;
            }
            int end = i + 1 + page.subList(i + 1, page.size()).indexOf("```");
            HttpBlock block = HttpBlock.of(i + 2, page.subList(i + 1, end));
            i = end;
            if (block.isAnswer() == open.isEmpty()) {
                throw new AssertionError("docs/protocol.md:" + block.line() + ": a request and its answer take turns");
            }
            if (block.isAnswer()) {
                examples.add(new Example(given, open.removeFirst(), block));
                given.clear();
            } else {
                open.add(block);
            }
        }
        if (!open.isEmpty()) {
            throw new AssertionError("docs/protocol.md:" + open.getFirst().line() + ": a request without an answer");
        }
        return examples;
    }
}
