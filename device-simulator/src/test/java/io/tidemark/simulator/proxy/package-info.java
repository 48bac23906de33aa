@NullMarked
package io.tidemark.simulator.proxy;

import org.jspecify.annotations.NullMarked;
