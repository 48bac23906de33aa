/** The protocol over HTTP: requests out, replies or faults in. It must not know the queue, nor what is done about a fault. */
@NullMarked
package io.tidemark.agent.http;

import org.jspecify.annotations.NullMarked;
