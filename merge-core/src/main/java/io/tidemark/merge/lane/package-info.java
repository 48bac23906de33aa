/**
 * Where a lane of the operations' log is taken up, and whether the store has gone back in time: decided from what the log
 * and the store say of themselves. It must not know how either is asked.
 */
@NullMarked
package io.tidemark.merge.lane;

import org.jspecify.annotations.NullMarked;
