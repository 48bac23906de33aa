/**
 * How one scope is synchronised: the pure machine (events in, instructions out) and the port to the server. It must not
 * know SQL, HTTP, threads or clocks.
 */
@NullMarked
package io.tidemark.agent.sync;

import org.jspecify.annotations.NullMarked;
