/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.lane;

import org.jspecify.annotations.NullMarked;
