package io.tidemark.gateway.answer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which methods an address knows: RFC 9110 wants them named with a 405, and the framework does not. */
final class AllowedMethods {
    private static final Map<Pattern, String> BY_PATH = new LinkedHashMap<>();

    static {
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/operations"), "POST, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/operations/[^/]+"), "GET, HEAD, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/changes"), "GET, HEAD, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/stream"), "GET, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/conflicts"), "GET, HEAD, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/entities/[^/]+/[^/]+"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/entities/[^/]+/[^/]+/explanation"), "GET, HEAD, OPTIONS");
        BY_PATH.put(Pattern.compile("/v1/scopes/[^/]+/entities/[^/]+/[^/]+/dry-run"), "POST, OPTIONS");
    }

    private AllowedMethods() {}

    /** @param path as it was sent */
    static Optional<String> at(String path) {
        return BY_PATH.entrySet().stream()
                .filter(known -> known.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
