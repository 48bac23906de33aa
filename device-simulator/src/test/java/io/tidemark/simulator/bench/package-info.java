@NullMarked
package io.tidemark.simulator.bench;

import org.jspecify.annotations.NullMarked;
