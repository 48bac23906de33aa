@NullMarked
package io.tidemark.simulator.progress;

import org.jspecify.annotations.NullMarked;
