package io.tidemark.simulator.oracle;

/**
 * One promise that did not hold for one thing.
 *
 * @param subject what it is about, such as a value, a row or an operation
 * @param sentence what is wrong with it, for a person
 */
public record Violation(String subject, String sentence) {
    @Override
    public String toString() {
        return subject + ": " + sentence;
    }
}
