/** The laws of the merge: each looks at one history's evidence, and says what it examined and what does not hold. */
@NullMarked
package io.tidemark.laws.law;

import org.jspecify.annotations.NullMarked;
