/** Many histories on all processors: what they came to does not depend on how they were spread. */
@NullMarked
package io.tidemark.laws.run;

import org.jspecify.annotations.NullMarked;
