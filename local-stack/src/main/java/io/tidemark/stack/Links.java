package io.tidemark.stack;

/**
 * Where a service finds what it depends on: at the part's own port, unless something stands in between, such as a proxy
 * that makes the network bad.
 */
@FunctionalInterface
public interface Links {
    /** Nothing in between. */
    Links DIRECT = (from, to, port) -> port;

    /**
     * Asked once for each service and each part that it connects to, before anything is started.
     *
     * @param from the service's name
     * @param to the part's name, {@code kafka} or {@code postgresql}
     * @param port where the part listens, on 127.0.0.1
     * @return the port on 127.0.0.1 that the service is told instead
     */
    int port(String from, String to, int port);
}
