package io.tidemark.agent.store;

import io.tidemark.protocol.json.JsonReader;

/**
 * Whether a text of canonical JSON is one that no reader could stumble over: short, shallow, with no long names and no
 * character out of the ordinary. Most are, and it is told at a glance; of the others a reader must be asked. Pure.
 */
final class PlainText {
    private PlainText() {}

    /** @param wrapping objects and arrays that may come around it */
    static boolean is(String canonical, int wrapping) {
        int opened = wrapping;
        int string = -1;
        for (int i = 0; i < canonical.length(); i++) {
            char c = canonical.charAt(i);
            if (Character.isSurrogate(c)) {
                return false;
            }
            switch (c) {
                case '{', '[' -> opened++;
                case '\\' -> {
                    i++;
                    if (canonical.charAt(i) == 'u') {
                        return false;
                    }
                }
                case '"' -> {
                    if (string >= 0 && i - string - 1 > JsonReader.MAX_NAME && canonical.startsWith(":", i + 1)) {
                        return false;
                    }
                    string = string >= 0 ? -1 : i;
                }
                default -> {}
            }
        }
        return opened <= JsonReader.MAX_DEPTH && canonical.length() <= JsonReader.MAX_STRING;
    }
}
