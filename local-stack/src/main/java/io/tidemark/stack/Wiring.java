package io.tidemark.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each service is told that Kafka and PostgreSQL are. */
final class Wiring {
    private final int kafkaPort;
    private final Map<String, KafkaListener> doors = new LinkedHashMap<>();
    private final Map<String, Integer> databases = new LinkedHashMap<>();

    Wiring(Links links, List<String> services, int kafkaPort, int postgresPort) {
        this.kafkaPort = kafkaPort;
        for (String service : services) {
            databases.put(service, links.port(service, Postgres.NAME, postgresPort));
            if (links != Links.DIRECT) {
                int door = Ports.free();
                String name = "DOOR" + (doors.size() + 1);
                doors.put(service, new KafkaListener(name, door, links.port(service, Kafka.NAME, door)));
            }
        }
    }

    /** A door to the broker for each service that does not come in directly. */
    List<KafkaListener> doors() {
        return List.copyOf(doors.values());
    }

    String bootstrapServers(String service) {
        KafkaListener door = doors.get(service);
        return door == null ? "127.0.0.1:" + kafkaPort : door.bootstrapServers();
    }

    /** Host, port and name of the database, as both kinds of its URL end. */
    String database(String service) {
        Integer port = databases.get(service);
        if (port == null) {
            throw new IllegalArgumentException("no service is named " + service);
        }
        return "//127.0.0.1:" + port + "/" + Postgres.DATABASE;
    }
}
