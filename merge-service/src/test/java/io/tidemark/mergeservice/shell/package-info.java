/** Tests of the package of the same name. */
@NullMarked
package io.tidemark.mergeservice.shell;

import org.jspecify.annotations.NullMarked;
