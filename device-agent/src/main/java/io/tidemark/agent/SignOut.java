package io.tidemark.agent;

import java.nio.file.Path;
import java.util.List;

/** What becomes of edits that have not reached the server when the user signs out. Rows go in any case. */
public sealed interface SignOut {
    /** They stay on the device, encrypted where fields are, until the same user signs in again. */
    record KeepUnsent() implements SignOut {}

    /**
     * They are written to a file as JSON, and then go.
     *
     * @param to must not exist; it is there whole, or not at all
     */
    record ExportUnsent(Path to) implements SignOut {}

    /** They are lost. */
    record DiscardUnsent() implements SignOut {}

    /**
     * What a sign-out came to.
     *
     * @param unsent edits and dead letters that were kept, exported or discarded
     * @param leftBehind damaged databases that were set aside earlier, and may hold what the user wrote: they are the
     *     app's to delete
     */
    record Done(long unsent, List<Path> leftBehind) {
        public Done {
            leftBehind = List.copyOf(leftBehind);
        }
    }
}
