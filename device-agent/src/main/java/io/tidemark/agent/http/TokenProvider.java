package io.tidemark.agent.http;

import java.io.IOException;

/** Where the bearer token comes from. Called before each request, on a background thread; it may block for a while. */
public interface TokenProvider {
    /** @throws IOException if there is none now; the queue waits and says so */
    String token() throws IOException;

    /** The server refused this token: a cached one should be renewed. */
    default void refused(String token) {}
}
