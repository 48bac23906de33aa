/**
 * Generated histories: a few devices that edit the same entities over a network that loses, delays and doubles. From a
 * seed, and nothing else, comes everything that happened, as a list of events. It must not know any law.
 */
@NullMarked
package io.tidemark.laws.history;

import org.jspecify.annotations.NullMarked;
