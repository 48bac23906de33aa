/** The real broker and database that the tests of this module share, and what they put into them and read of them. */
@NullMarked
package io.tidemark.mergeservice.world;

import org.jspecify.annotations.NullMarked;
