@NullMarked
package io.tidemark.simulator.drill.kill;

import org.jspecify.annotations.NullMarked;
