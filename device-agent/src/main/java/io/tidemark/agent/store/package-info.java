/**
 * The device's database: what the app sees, what the server said, and what still has to be sent, each change in one
 * transaction. It must not know the network, nor when something is sent.
 */
@NullMarked
package io.tidemark.agent.store;

import org.jspecify.annotations.NullMarked;
