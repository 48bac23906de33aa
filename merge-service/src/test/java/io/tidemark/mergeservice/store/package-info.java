/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.store;

import org.jspecify.annotations.NullMarked;
