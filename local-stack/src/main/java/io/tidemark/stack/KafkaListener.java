package io.tidemark.stack;

/**
 * A second door to the broker: who comes in by it is told to come back by it, as a broker names its own address to its
 * clients.
 *
 * @param name in capitals, unique for a broker
 * @param port that the broker listens on
 * @param advertised the port that it tells the clients
 */
record KafkaListener(String name, int port, int advertised) {
    String bootstrapServers() {
        return "127.0.0.1:" + advertised;
    }

    String listens() {
        return name + "://127.0.0.1:" + port;
    }

    String advertises() {
        return name + "://127.0.0.1:" + advertised;
    }
}
