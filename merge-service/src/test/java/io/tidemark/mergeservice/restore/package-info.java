/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.restore;

import org.jspecify.annotations.NullMarked;
