package io.tidemark.simulator.oracle.chaos;

import io.tidemark.simulator.oracle.Finding;

/** One promise, checked over a whole run. */
interface ChaosRule {
    Finding check(ChaosEvidence evidence);
}
