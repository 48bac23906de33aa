package io.tidemark.simulator.walk;

/**
 * @param writes to the one scope, by all writers together; at most a million, for the oracle keeps them all
 * @param readers 1 to 64, each from the start of the feed
 * @param writers 1 to 64, each a device with a chain of its own
 * @param kills of the merge service, spread evenly over the writes; 0 to 20
 * @param seed decides what is written and how large pages and pushes are; when things happen is up to the machine
 */
public record WalkOptions(int writes, int readers, int writers, int kills, long seed) {
    private static final int MOST_WRITES = 1_000_000;
    private static final int MOST_PEOPLE = 64;
    private static final int MOST_KILLS = 20;

    public WalkOptions {
        if (readers < 1 || readers > MOST_PEOPLE || writers < 1 || writers > MOST_PEOPLE) {
            throw new IllegalArgumentException("--readers and --writers are from 1 to " + MOST_PEOPLE);
        }
        if (writes < writers || writes > MOST_WRITES) {
            throw new IllegalArgumentException("--writes is at least one for each writer, and at most " + MOST_WRITES);
        }
        if (kills < 0 || kills > MOST_KILLS) {
            throw new IllegalArgumentException("--kills is from 0 to " + MOST_KILLS);
        }
    }
}
