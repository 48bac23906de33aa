package io.tidemark.simulator.drill.queue;

import io.tidemark.agent.SyncedScope;
import io.tidemark.protocol.json.Json;
import java.util.Map;

/**
 * What a queue is made of: each note is written twice, the second time when all have been written once, so that no two
 * edits of one note stand side by side and become one.
 */
record Notes(int size) {
    private static final String TYPE = "note";
    private static final int BODY = 120;

    /** @param number from 0 to below the size */
    void save(SyncedScope scope, int number) {
        int first = (size + 1) / 2;
        scope.save(TYPE, "note-" + number % first, fields(number < first ? "written" : "changed", number));
    }

    static Map<String, Json> fields(String how, int number) {
        String title = how + " as number " + number;
        return Map.of("title", Json.of(title), "body", Json.of((title + ". ").repeat(BODY / title.length())));
    }
}
