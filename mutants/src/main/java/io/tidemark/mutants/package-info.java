/**
 * Known bugs of the core, switched on one at a time: each must be caught by the test that it names. It must not see the
 * core's classes itself: they are loaded anew for each mutant.
 */
@NullMarked
package io.tidemark.mutants;

import org.jspecify.annotations.NullMarked;
