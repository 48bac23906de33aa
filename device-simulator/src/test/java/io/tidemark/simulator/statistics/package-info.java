@NullMarked
package io.tidemark.simulator.statistics;

import org.jspecify.annotations.NullMarked;
