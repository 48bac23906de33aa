@NullMarked
package io.tidemark.simulator.oracle.chaos;

import org.jspecify.annotations.NullMarked;
