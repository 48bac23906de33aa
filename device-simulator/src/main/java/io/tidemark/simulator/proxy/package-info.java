/**
 * Links that can be made bad: a TCP proxy for each, and what may happen to what flows through. Must not know what the
 * bytes mean.
 */
@NullMarked
package io.tidemark.simulator.proxy;

import org.jspecify.annotations.NullMarked;
