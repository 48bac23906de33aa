/**
 * The cursor walk: readers follow one scope's feed over plain HTTP while writers write to it and the merge service is
 * killed. Owns who writes, who reads, and the notes that both take; what the notes mean is the oracle's business.
 */
@NullMarked
package io.tidemark.simulator.walk;

import org.jspecify.annotations.NullMarked;
