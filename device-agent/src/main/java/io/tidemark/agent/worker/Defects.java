package io.tidemark.agent.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** A defect must be loud, and must not end the one thread that could still bring the edits home. */
final class Defects {
    private static final Logger LOG = System.getLogger(Defects.class.getName());

    private Defects() {}

    /** Never throws: where memory is short, telling may fail as well. */
    static void tell(Throwable defect) {
        try {
            LOG.log(Level.ERROR, "a defect in the device agent", defect);
        } catch (Throwable e) {
            defect.addSuppressed(e);
        }
    }
}
