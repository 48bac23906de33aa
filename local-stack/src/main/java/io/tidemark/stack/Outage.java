package io.tidemark.stack;

import java.io.IOException;

/** What is done with a part's data while it does not run. */
@FunctionalInterface
public interface Outage {
    void run() throws IOException;
}
