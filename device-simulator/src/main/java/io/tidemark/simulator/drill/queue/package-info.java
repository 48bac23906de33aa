/**
 * The long queue: what was saved in a very long time without a network is opened, shown and sent in little memory. The
 * device is a process of its own with a small heap; its parent reads what the server holds in the end.
 */
@NullMarked
package io.tidemark.simulator.drill.queue;

import org.jspecify.annotations.NullMarked;
