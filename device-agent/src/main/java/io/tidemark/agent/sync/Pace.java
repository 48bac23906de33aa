package io.tidemark.agent.sync;

/**
 * The rhythm of a scope.
 *
 * @param poll milliseconds between two pulls when nothing else asks for one
 * @param batch operations in one push, at most
 * @param hold milliseconds for which a server may hold the answer to a pull that brings nothing new; 0: none
 */
public record Pace(BackOff backOff, long poll, int batch, long hold) {
    /** For a process that must come to an end. */
    public Pace withoutHold() {
        return new Pace(backOff, poll, batch, 0);
    }
}
