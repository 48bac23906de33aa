/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.measure;

import org.jspecify.annotations.NullMarked;
