package io.tidemark.gateway.entity;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code If-Match} and {@code If-None-Match} (RFC 9110, section 13.1) as members of an operation's payload. */
final class Preconditions {
    private static final String ANY = "*";
    private static final int MAX_LENGTH = 4096;

    /** An entity-tag of RFC 9110, section 8.8.3, with what separates it from the next. */
    private static final Pattern TAG = Pattern.compile("\\s*(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"\\s*(?:,|$)");

    private Preconditions() {}

    /** No member if the request has neither header. */
    static Map<String, Json> read(List<String> ifMatch, List<String> ifNoneMatch) {
        if (ifMatch.isEmpty() && ifNoneMatch.isEmpty()) {
            return Map.of();
        }
        if (!ifMatch.isEmpty() && !ifNoneMatch.isEmpty()) {
            throw invalid("either If-Match or If-None-Match is expected");
        }
        if (!ifNoneMatch.isEmpty()) {
            if (!String.join(",", ifNoneMatch).strip().equals(ANY)) {
                throw invalid("If-None-Match is '*'");
            }
            return Map.of("ifNoneMatch", Json.of(ANY));
        }
        return Map.of("ifMatch", Json.strings(tags(String.join(",", ifMatch))));
    }

    private static List<String> tags(String header) {
        if (header.strip().equals(ANY)) {
            return List.of(ANY);
        }
        List<String> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(header);
        int end = 0;
        while (end < header.length() && header.length() <= MAX_LENGTH && matcher.find(end) && matcher.start() == end) {
            // A weak tag never matches strongly, but the list that holds it is still a precondition.
            String weak = matcher.group(1);
            if (weak == null && !ANY.equals(matcher.group(2))) {
                tags.add(matcher.group(2));
            }
            end = matcher.end();
        }
        if (end == 0 || end < header.length()) {
            throw invalid("If-Match is '*' or a list of entity-tags");
        }
        return tags;
    }

    private static Refusal invalid(String detail) {
        return new Refusal(ProblemType.INVALID_PARAMETER, detail);
    }
}
