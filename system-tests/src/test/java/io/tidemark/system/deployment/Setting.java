package io.tidemark.system.deployment;

/**
 * What an environment variable is set to.
 *
 * @param value the text, or where it comes from if the operator gives it
 * @param given whether the operator gives it: a Secret of the cluster, or a variable that compose insists on
 */
record Setting(String value, boolean given) {}
