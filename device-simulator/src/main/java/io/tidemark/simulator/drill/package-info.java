/**
 * What the drills share: a JVM of their own for the device that is put to the test, and the pipe to it. Must not know
 * what any drill does with it.
 */
@NullMarked
package io.tidemark.simulator.drill;

import org.jspecify.annotations.NullMarked;
