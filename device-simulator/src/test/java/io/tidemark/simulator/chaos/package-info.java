@NullMarked
package io.tidemark.simulator.chaos;

import org.jspecify.annotations.NullMarked;
