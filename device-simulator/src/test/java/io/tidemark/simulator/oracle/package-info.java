@NullMarked
package io.tidemark.simulator.oracle;

import org.jspecify.annotations.NullMarked;
