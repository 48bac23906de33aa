/**
 * Texts that only this device's keys can read. It must not know what they say, nor where they are kept.
 */
@NullMarked
package io.tidemark.agent.vault;

import org.jspecify.annotations.NullMarked;
