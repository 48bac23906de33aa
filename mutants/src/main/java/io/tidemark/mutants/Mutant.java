package io.tidemark.mutants;

import java.nio.file.Path;

/**
 * A plausible bug.
 *
 * @param bug in words
 * @param file of the sources, from the project's root
 * @param from the text that it replaces; stands in the file exactly once
 * @param to the text in its place
 * @param test that catches it
 */
record Mutant(String id, String bug, Path file, String from, String to, NamedTest test) {

    /** @param method of every parameter, if it has any */
    record NamedTest(String className, String method) {
        static NamedTest parse(String text) {
            String[] parts = text.split("#", -1);
            if (parts.length != 2) {
                throw new InvalidMutants("a test is named as class#method, and not '" + text + "'");
            }
            return new NamedTest(parts[0], parts[1]);
        }

        @Override
        public String toString() {
            return className.substring(className.lastIndexOf('.') + 1) + "." + method;
        }
    }

    /**
     * The mutated source.
     *
     * @throws InvalidMutants if the text does not stand there exactly once: the code has moved on
     */
    String applyTo(String source) {
        int at = source.indexOf(from);
        if (at < 0 || source.indexOf(from, at + 1) >= 0) {
            throw new InvalidMutants(
                    "the text to replace stands " + (at < 0 ? "nowhere" : "more than once") + " in " + file);
        }
        return source.substring(0, at) + to + source.substring(at + from.length());
    }
}
