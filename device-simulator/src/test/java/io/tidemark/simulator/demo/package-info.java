@NullMarked
package io.tidemark.simulator.demo;

import org.jspecify.annotations.NullMarked;
