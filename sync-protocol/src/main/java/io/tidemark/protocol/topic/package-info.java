/** The Kafka topics, their keys and their records: what the gateway and the merge service say to each other. */
@NullMarked
package io.tidemark.protocol.topic;

import org.jspecify.annotations.NullMarked;
