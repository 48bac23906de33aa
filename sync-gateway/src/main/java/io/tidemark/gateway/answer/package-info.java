/** What leaves the server: JSON, problem documents and the headers of the protocol. Must not know why. */
@NullMarked
package io.tidemark.gateway.answer;

import org.jspecify.annotations.NullMarked;
