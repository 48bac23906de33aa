package io.tidemark.simulator.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** What breaks. */
public enum FaultKind {
    KILL_GATEWAY("kill-gateway", "SIGKILL to the gateway", 3, 0, 0),
    KILL_MERGE("kill-merge", "SIGKILL to a merge service", 5, 0, 0),
    KILL_KAFKA("kill-kafka", "SIGKILL to the broker", 2, 0, 0),
    KILL_POSTGRES("kill-postgres", "SIGKILL to the database", 3, 0, 0),
    KILL_EVERYTHING("kill-everything", "SIGKILL to all parts at once", 1, 0, 0),
    FREEZE("freeze", "SIGSTOP to a part, and SIGCONT later", 8, 500, 9_000),
    CUT("cut", "a link resets its connections and takes no new ones", 9, 500, 7_000),
    SILENCE("silence", "nothing gets through a link, and nobody is told", 8, 500, 9_000),
    SLOW("slow", "a link is slow and narrow", 9, 2_000, 9_000),
    RESET("reset", "a link's connections are reset once", 9, 0, 0),
    TEAR("tear", "answers over a link end in the middle", 9, 300, 3_000),
    REPEAT("repeat", "what devices said of late arrives once more", 8, 0, 0),
    TWICE("send-twice", "what a device sends arrives twice", 8, 1_000, 8_000),
    ANSWER_LOST("answer-lost", "the server hears a device, and the device hears nothing", 8, 500, 5_000),
    STALE_ANSWER("stale-answer", "a device is given the answer to an earlier request", 7, 500, 4_000),
    CLOCK("clock", "a device's clock jumps, and later jumps back", 6, 1_000, 8_000),
    DEVICE_RESTART("device-restart", "a device's app ends and starts again", 7, 0, 0),
    POISON("poison", "a record that nobody can read lies in the log", 4, 0, 0),
    DISK_FULL("disk-full", "the database can make no file longer", 4, 1_000, 6_000),
    RESTORE("restore", "the database is brought back as it was some time ago", 0, 500, 6_000);

    private final String word;
    private final String words;
    private final int weight;
    private final int shortest;
    private final int longest;

    /** @param weight how often it is drawn, beside the others; those of 0 have their place in the plan */
    FaultKind(String word, String words, int weight, int shortestMillis, int longestMillis) {
        this.word = word;
        this.words = words;
        this.weight = weight;
        this.shortest = shortestMillis;
        this.longest = longestMillis;
    }

    public String word() {
        return word;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** @param share 0 to 1 */
    Duration lasting(double share) {
        return Duration.ofMillis(shortest + Math.round(share * (longest - shortest)));
    }

    /** @param share 0 to 1, exclusively */
    static FaultKind drawn(double share) {
        List<FaultKind> kinds = Arrays.asList(values());
        double left = share * kinds.stream().mapToInt(kind -> kind.weight).sum();
        for (FaultKind kind : kinds) {
            left -= kind.weight;
            if (left < 0) {
                return kind;
            }
        }
        return RESET;
    }
}
