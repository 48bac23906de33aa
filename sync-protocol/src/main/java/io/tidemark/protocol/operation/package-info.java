/** What a device asks for: operations, what their author saw, their envelope and their fingerprint. */
@NullMarked
package io.tidemark.protocol.operation;

import org.jspecify.annotations.NullMarked;
