@NullMarked
package io.tidemark.simulator.history;

import org.jspecify.annotations.NullMarked;
