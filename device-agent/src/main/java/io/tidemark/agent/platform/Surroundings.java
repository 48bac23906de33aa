package io.tidemark.agent.platform;

/**
 * The port to the operating system's knowledge of network and power. On Android {@code ConnectivityManager} and the
 * battery broadcasts, on a server nothing.
 */
public interface Surroundings {
    /** Returns at once; called before each run, and after each change. */
    Conditions now();

    /**
     * @param changed to be called after each change, from any thread; it returns at once
     * @return ends the calls
     */
    Watch watch(Runnable changed);

    /** The end of a subscription; a second time does nothing. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Conditions that never change. */
    static Surroundings always(Conditions conditions) {
        return new Surroundings() {
            @Override
            public Conditions now() {
                return conditions;
            }

            @Override
            public Watch watch(Runnable changed) {
                return () -> {};
            }
        };
    }
}
