package io.tidemark.simulator.progress;

/** Where a run tells what it does. Called from several threads. */
public interface Reporter {
    /** A line that stays. */
    void say(String line);

    /** How it stands, about five times a second. */
    void progress(Progress now);

    /** The run's last progress was reported: what follows are lines that stay. */
    void progressEnds();

    /** For those who only want the result. */
    static Reporter silent() {
        return new Reporter() {
            @Override
            public void say(String line) {}

            @Override
            public void progress(Progress now) {}

            @Override
            public void progressEnds() {}
        };
    }
}
