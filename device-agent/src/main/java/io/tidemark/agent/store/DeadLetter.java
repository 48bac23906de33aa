package io.tidemark.agent.store;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Operation;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An edit that the server refused, kept until the user decides. Those of one transaction name it in their operations,
 * and are retried or discarded together.
 *
 * @param operation of one whose payload was damaged ({@code payload-damaged}) the id and the entity, and nothing else:
 *     it can be edited, discarded and exported, and not be retried or kept as a copy
 * @param reason a reason code of an outcome, or the slug of a problem, or one of {@link Buried}
 * @param decided whether the refusal is the operation's outcome, which its id keeps for ever
 * @param at when the device learnt of it, by its own clock
 * @param canonical what stands on the server now, as far as the device knows; empty if there is nothing
 */
public record DeadLetter(
        Operation operation, String reason, boolean decided, Instant at, Optional<SortedMap<String, Json>> canonical) {
    public DeadLetter {
        canonical = canonical.map(TreeMap::new).map(Collections::unmodifiableSortedMap);
    }
}
