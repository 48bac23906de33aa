package io.tidemark.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a part's process once.
 *
 * @param command the whole command line
 * @param environment variables on top of this process's own; for what other users must not read off a command line
 * @param folder the working directory
 */
record Launch(List<String> command, Map<String, String> environment, Path folder) {
    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
