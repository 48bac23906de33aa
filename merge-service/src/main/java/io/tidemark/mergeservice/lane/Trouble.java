package io.tidemark.mergeservice.lane;

import java.sql.SQLException;

/** What an exception of a batch means. Whatever is not known to be the batch's own fault is tried again for ever. */
enum Trouble {
    /** The same batch will fail in the same way: it is taken apart (MS-4). */
    OF_THE_BATCH,
    /** Somebody else holds a scope for longer than we wait: the lane of that scope waits, and no other (MS-8). */
    LOCKED,
    /** The database, the broker, another instance or the deployment: wait, and try again (MS-8). */
    PASSING;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** SQLSTATE classes that speak of the data: data exception, integrity violation, program limit exceeded. */
    private static boolean speaksOfData(String state) {
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
    }

    static Trouble of(Exception e) {
        if (e instanceof SQLException database) {
            String state = database.getSQLState();
            if (LOCK_NOT_AVAILABLE.equals(state)) {
                return LOCKED;
            }
            return state != null && speaksOfData(state) ? OF_THE_BATCH : PASSING;
        }
        return e instanceof RuntimeException ? OF_THE_BATCH : PASSING;
    }
}
