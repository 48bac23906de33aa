/**
 * The commands of {@code ./tidemark} that concern the stack itself. It owns what is printed and the process in the
 * background; everything that starts or stops a part is {@link io.tidemark.stack}'s.
 */
@NullMarked
package io.tidemark.stack.cli;

import org.jspecify.annotations.NullMarked;
