/**
 * A real Kafka broker, a real PostgreSQL and, when asked for, both services as child processes: for the demo, for
 * development and for every test. It owns how parts are started, watched, started again and stopped. It must not know
 * what the parts do with each other, and it links none of them.
 */
@NullMarked
package io.tidemark.stack;

import org.jspecify.annotations.NullMarked;
