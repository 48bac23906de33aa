/**
 * What the agent says of itself in figures, and the name of each operation's trace. Values and pure rules; it must not
 * know where counters are kept. No figure holds anything of what the app saved.
 */
@NullMarked
package io.tidemark.agent.telemetry;

import org.jspecify.annotations.NullMarked;
