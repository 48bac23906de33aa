package io.tidemark.simulator.demo;

import io.tidemark.simulator.oracle.AcceptedEdit;

/** Is told of every edit that a device has accepted, on its author's thread. */
@FunctionalInterface
public interface EditListener {
    /** @param online whether the device had the network then */
    void accepted(AcceptedEdit edit, boolean online);
}
