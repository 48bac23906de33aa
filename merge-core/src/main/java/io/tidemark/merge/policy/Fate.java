package io.tidemark.merge.policy;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.outcome.Reason;

/** What becomes of an author's value. */
public sealed interface Fate {
    /** The row gets this value, which is the author's or made of both. */
    record Write(Json value, Reason reason) implements Fate {}

    /** The row's value stays, and the author's is dropped, as declared. */
    record Drop(Reason reason) implements Fate {}

    /** The row's value stays, and the author's goes to a conflict copy. */
    record Lose(Reason reason) implements Fate {}
}
