/**
 * What the last published records prove of a restored database (MS-13). Must not know the
 * consumer, nor what a lane is doing.
 */
@NullMarked
package io.tidemark.mergeservice.restore;

import org.jspecify.annotations.NullMarked;
