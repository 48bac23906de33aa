package io.tidemark.simulator.oracle.walk;

import io.tidemark.simulator.oracle.Finding;

/** One promise, checked over a whole walk. */
interface WalkRule {
    Finding check(WalkFacts facts);
}
