@NullMarked
package io.tidemark.simulator.drill.queue;

import org.jspecify.annotations.NullMarked;
