package io.tidemark.mutants;

/**
 * What became of a mutant.
 *
 * @param caught whether its test is green without it and red with it
 * @param detail why the test failed with it, or what is wrong
 */
record Verdict(Mutant mutant, boolean caught, String detail) {}
