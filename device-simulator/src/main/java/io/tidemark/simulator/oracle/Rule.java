package io.tidemark.simulator.oracle;

/** One promise, checked over a whole run. */
interface Rule {
    Finding check(Facts facts);
}
