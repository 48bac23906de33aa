package io.tidemark.simulation.server;

import io.tidemark.merge.lane.CommitNote;
import io.tidemark.merge.lane.Evidence;
import io.tidemark.protocol.topic.OperationsRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Kafka: lanes of records, what the group has committed, and the tail of what was published. It survives everything. */
public final class OperationsLog {
    public static final String TOPIC_ID = "topic-1";
    private static final int TAIL = 8;

    private final List<Lane> lanes = new ArrayList<>();
    private final TreeMap<Integer, Evidence.Commit> commits = new TreeMap<>();
    public boolean isUp = true;

    /** @param content empty for a record that nobody can read */
    public record Entry(long offset, Optional<OperationsRecord> content) {}

    private static final class Lane {
        private final ArrayDeque<Entry> entries = new ArrayDeque<>();
        private final Deque<Evidence.Trace> published = new ArrayDeque<>();
        private long begin;
        private long end;
    }

    public OperationsLog(int count) {
        for (int lane = 0; lane < count; lane++) {
            lanes.add(new Lane());
        }
    }

    public int size() {
        return lanes.size();
    }

    public long begin(int lane) {
        return lanes.get(lane).begin;
    }

    public long end(int lane) {
        return lanes.get(lane).end;
    }

    /** On all in-sync replicas when it returns. @return the offset */
    public long append(int number, Optional<OperationsRecord> content) {
        Lane lane = lanes.get(number);
        lane.entries.add(new Entry(lane.end, content));
        return lane.end++;
    }

    public List<Entry> read(int number, long from, int most) {
        return lanes.get(number).entries.stream()
                .filter(entry -> entry.offset() >= from)
                .limit(most)
                .toList();
    }

    /** Retention. @return how many records went */
    public int dropBefore(int number, long offset) {
        Lane lane = lanes.get(number);
        int before = lane.entries.size();
        lane.entries.removeIf(entry -> entry.offset() < offset);
        lane.begin = Math.max(lane.begin, Math.min(offset, lane.end));
        return before - lane.entries.size();
    }

    /** What no replica had: the broker has lost it, and takes its offsets for other records. */
    public void loseTail(int number, int records) {
        Lane lane = lanes.get(number);
        for (int i = 0; i < records && !lane.entries.isEmpty(); i++) {
            lane.end = lane.entries.removeLast().offset();
        }
    }

    public void commit(int lane, long offset, CommitNote note) {
        commits.put(lane, new Evidence.Commit(offset, Optional.of(note)));
    }

    public SortedMap<Integer, Evidence.Commit> commits() {
        return new TreeMap<>(commits);
    }

    public void published(int number, Evidence.Trace trace) {
        Deque<Evidence.Trace> published = lanes.get(number).published;
        published.add(trace);
        if (published.size() > TAIL) {
            published.removeFirst();
        }
    }

    public List<Evidence.Trace> tail(int number) {
        return List.copyOf(lanes.get(number).published);
    }
}
