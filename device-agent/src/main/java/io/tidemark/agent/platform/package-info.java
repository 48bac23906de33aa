/**
 * What the device and its operating system have to say: network and power, when a run may begin, how long it may take,
 * and who starts the next one. Ports and values; it must not know what a run does.
 */
@NullMarked
package io.tidemark.agent.platform;

import org.jspecify.annotations.NullMarked;
