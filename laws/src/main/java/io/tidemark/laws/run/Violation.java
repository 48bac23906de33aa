package io.tidemark.laws.run;

import io.tidemark.laws.law.Law;

/** A law that did not hold in the history of that seed. */
public record Violation(long seed, Law law, String sentence) {}
