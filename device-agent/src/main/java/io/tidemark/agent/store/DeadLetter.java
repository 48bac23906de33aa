package io.tidemark.agent.store;

import io.tidemark.protocol.operation.Operation;
import java.time.Instant;

/**
 * An edit that the server refused, kept until the user decides.
 *
 * @param reason a reason code of an outcome, or the slug of a problem
 * @param decided whether the refusal is the operation's outcome, which its id keeps for ever
 * @param at when the device learnt of it, by its own clock
 */
public record DeadLetter(Operation operation, String reason, boolean decided, Instant at) {}
