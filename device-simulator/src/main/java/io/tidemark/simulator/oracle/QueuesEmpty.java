package io.tidemark.simulator.oracle;

import io.tidemark.simulator.oracle.Evidence.DeviceCopy;
import java.util.List;

/** Nothing is still on its way: a queue that sticks is a failure, whatever the rows look like. */
final class QueuesEmpty implements Rule {
    @Override
    public Finding check(Facts facts) {
        List<DeviceCopy> devices = facts.evidence().devices();
        List<Violation> violations = devices.stream()
                .filter(copy -> copy.queued() > 0)
                .map(copy -> new Violation(
                        "queue of " + copy.device() + " for " + copy.scope(),
                        copy.queued() + " operations are stuck: " + copy.waiting()))
                .toList();
        return new Finding("every device's queue is empty", devices.size(), violations);
    }
}
