/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.retention;

import org.jspecify.annotations.NullMarked;
