/**
 * What proves that the database was restored from a backup, from which a new epoch begins (MS-13). Must not know the
 * consumer, nor what a lane is doing.
 */
@NullMarked
package io.tidemark.mergeservice.restore;

import org.jspecify.annotations.NullMarked;
