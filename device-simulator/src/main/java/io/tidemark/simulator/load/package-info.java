/**
 * Fleets for load tests against any deployment: thousands of light devices in one process, full agents beside them,
 * times without a network, and a report. A light device speaks the protocol and keeps no file. Must not know how the
 * server is run.
 */
@NullMarked
package io.tidemark.simulator.load;

import org.jspecify.annotations.NullMarked;
