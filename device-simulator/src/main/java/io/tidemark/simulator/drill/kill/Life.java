package io.tidemark.simulator.drill.kill;

import java.util.Optional;

/**
 * One life of the killed device.
 *
 * @param number from 1
 * @param point where it was to be killed; empty: at a random moment
 * @param wasReached whether it was killed there
 * @param end how it ended, if not by the kill; empty if by that
 * @param integrity {@code ok}, or what is wrong with the file and its log as the kill has left them
 */
public record Life(int number, Optional<FailPoint> point, boolean wasReached, Optional<String> end, String integrity) {
    boolean isSound() {
        return integrity.equals("ok");
    }

    /** For counts and messages. */
    String where() {
        return point.map(FailPoint::words).orElse("a random moment");
    }
}
