/**
 * Tidemark's device agent, as an app sees it: open it, save, delete, read, and ask how synchronisation stands. It owns
 * the API and puts the parts together; it must not know how any of them works.
 */
@NullMarked
package io.tidemark.agent;

import org.jspecify.annotations.NullMarked;
