package io.tidemark.stack;

import java.nio.file.Path;

/** Another stack, of this process or another, is running on the data folder. */
public final class FolderInUseException extends StackException {
    private static final long serialVersionUID = 1;

    FolderInUseException(Path folder) {
        super("Another stack is running on " + folder);
    }
}
