package io.tidemark.simulation.promise;

/** G10, G13: when all parts are back, everything gets through by itself, and no queue sticks in silence. */
final class NothingSticks extends Promise {
    @Override
    public String id() {
        return "G10";
    }

    @Override
    public String words() {
        return "no queue sticks: when all parts are back, everything gets through by itself";
    }

    @Override
    protected void on(Happening happening) {
        // It is promised of the end.
    }

    @Override
    protected void atRest(Rest rest) {
        rest.devices().stream()
                .filter(Rest.DeviceScope::isMember)
                .forEach(each -> require(
                        each.rows().queue.isEmpty(),
                        () -> "the queue of " + each.device() + " for "
                                + each.scope().scope() + " is stuck with "
                                + each.rows().queue.stream()
                                        .map(entry -> entry.id() + " " + entry.state + " " + entry.sequence + "<-"
                                                + entry.previous)
                                        .toList()));
    }
}
