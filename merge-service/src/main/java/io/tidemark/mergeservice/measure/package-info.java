/** What the merge says of itself in numbers. Must not decide anything. */
@NullMarked
package io.tidemark.mergeservice.measure;

import org.jspecify.annotations.NullMarked;
