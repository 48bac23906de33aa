/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.publish;

import org.jspecify.annotations.NullMarked;
