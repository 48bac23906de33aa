/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.batch;

import org.jspecify.annotations.NullMarked;
