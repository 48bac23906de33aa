package io.tidemark.system.protocol;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What stands on the page for something that no two servers say alike: an epoch, a cursor, the id of a copy, a time. The
 * first time that the page shows one, it is bound to what really came; from then on it has to be that, in answers, and
 * is replaced by it in requests.
 */
final class Bindings {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-%s[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    /** Which members vary, and of what form they are, on the page as on the wire. */
    private static final Map<String, Pattern> VARYING = Map.of(
            "epoch", Pattern.compile(UUID.formatted("4")),
            "cursor", Pattern.compile("v1\\.[\\w-]+\\.[\\w-]+"),
            "next", Pattern.compile("c1\\.[\\w-]+\\.[\\w-]+"),
            "conflictCopies", Pattern.compile(UUID.formatted("5")),
            "entity", Pattern.compile(UUID.formatted("5")),
            "copy", Pattern.compile(UUID.formatted("5")),
            "madeAt", Pattern.compile(TIME),
            "decidedAt", Pattern.compile(TIME));

    private final Map<String, String> bound = new LinkedHashMap<>();

    /** Whether the page's text stands for the real one. */
    boolean isSame(String member, String page, String real) {
        String known = bound.get(page);
        if (known != null) {
            return known.equals(real);
        }
        Pattern form = VARYING.get(member);
        boolean varies = form != null && form.matcher(page).matches();
        if (!varies) {
            return page.equals(real);
        }
        if (!form.matcher(real).matches() || bound.containsValue(real)) {
            return false;
        }
        bound.put(page, real);
        return true;
    }

    /** The page's text with what is bound in its place. */
    String real(String page) {
        String text = page;
        for (String known : bound.keySet().stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList()) {
            text = text.replace(known, bound.getOrDefault(known, known));
        }
        return text;
    }
}
