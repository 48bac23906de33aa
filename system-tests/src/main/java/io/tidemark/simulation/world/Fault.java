package io.tidemark.simulation.world;

import java.util.EnumSet;
import java.util.Set;

/** What may go wrong, or be made to. */
public enum Fault {
    BAD_NETWORK("requests and answers lost, doubled, late, cut off, or answered by somebody else", 8),
    PARTITION("a device's link is cut, and nobody says so", 3),
    OFFLINE("a device knows that it has no network", 3),
    DEVICE_KILLED("a device's process dies", 4),
    DEVICE_KILLED_BETWEEN("a device's process dies between two instructions", 6),
    DEVICE_DISK_FULL("a device's disk is full for a while", 2),
    CLOCK_JUMP("a device's clock jumps", 2),
    DEVICE_ROLLED_BACK("a device goes back to a backup of itself, or loses the tail of its log in a power cut", 2),
    DEVICE_CLONED("a device's backup is started beside it", 1),
    APP_UPGRADED("an app is upgraded with operations in its queue", 2),
    SERVER_UPGRADED("the services get a newer declaration", 2),
    GATEWAY_KILLED("a gateway dies with the requests that it holds", 3),
    GATEWAY_BUSY("a gateway asks to be left alone", 2),
    MERGE_KILLED("a merge service dies before or after its commit, or after its publication", 6),
    REBALANCE("a lane goes to another instance, and the first does not know it yet", 5),
    DATABASE_AWAY("the database cannot be reached", 2),
    COMMIT_IN_DOUBT("a commit takes place, and is reported as failed", 3),
    DATABASE_RESTORED("the database goes back to a backup", 3),
    LOG_AWAY("Kafka cannot be reached", 2),
    LOG_TAIL_LOST("Kafka loses its last records", 1),
    LOG_RETENTION("Kafka drops its oldest records", 2),
    POISON_RECORD("a record on the log that nobody can read", 2),
    OPERATION_LOG_DROPPED("the operation log is dropped: its retention is over", 2),
    TOMBSTONES_DROPPED("tombstones are dropped while devices are away", 3),
    MEMBERSHIP_REVOKED("a membership is taken away, and mostly given back", 3),
    FLAWED_EDIT("an operation that the rules refuse", 3);

    private static final Set<Fault> OF_A_DEVICE = EnumSet.of(
            BAD_NETWORK,
            PARTITION,
            OFFLINE,
            DEVICE_KILLED,
            DEVICE_KILLED_BETWEEN,
            DEVICE_DISK_FULL,
            CLOCK_JUMP,
            DEVICE_ROLLED_BACK,
            DEVICE_CLONED,
            APP_UPGRADED,
            FLAWED_EDIT);

    private final String words;
    private final int weight;

    Fault(String words, int weight) {
        this.words = words;
        this.weight = weight;
    }

    public String words() {
        return words;
    }

    /** Whether it befalls one of the devices, or its link. */
    boolean isOfADevice() {
        return OF_A_DEVICE.contains(this);
    }

    int weight() {
        return weight;
    }
}
