/** The protocol in memory, over real HTTP and with real merging: what the agent is tested against, faults included. */
@NullMarked
package io.tidemark.agent.server;

import org.jspecify.annotations.NullMarked;
