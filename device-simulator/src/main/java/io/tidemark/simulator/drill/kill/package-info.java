/**
 * The kill drill: a device is killed with SIGKILL where it hurts most, again and again, while it saves, sends and pulls
 * against the real stack; its parent has noted what it was promised, and judges. The device's code is the shipped one:
 * fail points sit in the ports that it is given, and in the SQLite driver beneath it.
 */
@NullMarked
package io.tidemark.simulator.drill.kill;

import org.jspecify.annotations.NullMarked;
