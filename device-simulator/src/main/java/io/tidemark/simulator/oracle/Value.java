package io.tidemark.simulator.oracle;

import io.tidemark.protocol.json.CanonicalJson;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;

/** A value of a {@code manual} field: unique in its history, so that it stands for the edit that wrote it. */
record Value(String scope, String type, String field, Json json) {
    private static final int SHOWN = 60;

    static Value of(String scope, EntityKey entity, String field, Json json) {
        return new Value(scope, entity.type(), field, json);
    }

    @Override
    public String toString() {
        String text = CanonicalJson.write(json);
        // The end is what tells it from all others.
        int end = text.length() - SHOWN / 2;
        return field + " " + (text.length() <= SHOWN ? text : text.substring(0, SHOWN / 2) + "…" + text.substring(end));
    }
}
