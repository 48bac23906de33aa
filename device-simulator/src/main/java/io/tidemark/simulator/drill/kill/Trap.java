package io.tidemark.simulator.drill.kill;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Stops a thread of the device at its fail point, and tells the parent, who kills. Everything else goes on meanwhile. */
final class Trap {
    private final Optional<FailPoint> armed;
    private final AtomicInteger left;
    private final Consumer<FailPoint> sprung;

    /** @param nth at which time the point is one, from 1 */
    Trap(Optional<FailPoint> armed, int nth, Consumer<FailPoint> sprung) {
        this.armed = armed;
        this.left = new AtomicInteger(nth);
        this.sprung = sprung;
    }

    boolean isSetAt(FailPoint point) {
        return armed.filter(point::equals).isPresent();
    }

    /** Does not return where the trap is set: this thread's next step is never taken. */
    void pass(FailPoint point) {
        if (isSetAt(point) && left.decrementAndGet() == 0) {
            sprung.accept(point);
            hold();
        }
    }

    private static void hold() {
        while (true) {
            LockSupport.park();
        }
    }
}
