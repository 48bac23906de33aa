@NullMarked
package io.tidemark.simulator.load;

import org.jspecify.annotations.NullMarked;
