package io.tidemark.merge.lane;

import io.tidemark.merge.batch.ScopeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was asked of Kafka and then of the store, in this order: what Kafka has was in the store before, unless the store
 * has gone back in time since (MS-13). A trace of an epoch that is over proves nothing: that restore was declared.
 *
 * @param topicId of the operations
 * @param commits what the group has committed, by lane
 * @param ends the offset after a lane's last record: beyond it a committed offset speaks of a tail that was lost
 * @param traces of the last commits that were published, in the lanes that were asked for
 * @param chronicle what the store says of itself
 * @param positions the store's, by lane
 * @param heads of the scopes that the traces name
 */
public record Evidence(
        String topicId,
        SortedMap<Integer, Commit> commits,
        Map<Integer, Long> ends,
        List<Trace> traces,
        Chronicle chronicle,
        Map<Integer, Long> positions,
        Map<ScopeKey, Long> heads) {

    /** @param note of the instance that committed it */
    public record Commit(long offset, Optional<CommitNote> note) {
        /** What is committed by a topic's name may be left over from one that is no more. */
        boolean isOf(String topicId) {
            return note.filter(said -> !said.topicId().equals(topicId)).isEmpty();
        }
    }

    /**
     * A commit as readers were told of it.
     *
     * @param head of the scope after it
     */
    public record Trace(ScopeKey scope, String epoch, long head) {}

    public Evidence {
        commits = new TreeMap<>(commits);
        traces = List.copyOf(traces);
    }

    /** What Kafka says of a lane of this topic. */
    public OptionalLong offset(int lane) {
        Commit commit = commits.get(lane);
        return commit == null || !commit.isOf(topicId) ? OptionalLong.empty() : OptionalLong.of(commit.offset());
    }

    /** What the store says of it. */
    public OptionalLong position(int lane) {
        Long position = positions.get(lane);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    /** @param more of the lanes that were not asked for */
    public Evidence with(List<Trace> more) {
        List<Trace> all = new ArrayList<>(traces);
        all.addAll(more);
        return new Evidence(topicId, commits, ends, all, chronicle, positions, heads);
    }

    /** Why a new epoch has to begin, if it has to: the first witness that is found. */
    public Optional<String> restore() {
        return Stream.<Function<Evidence, Stream<String>>>of(
                        Evidence::identity, Evidence::reported, Evidence::committed, Evidence::published)
                .flatMap(witnesses -> witnesses.apply(this))
                .findFirst();
    }

    /** Epochs that Kafka names and the store does not: known from then on, they prove nothing a second time. */
    public Set<String> lostEpochs() {
        TreeSet<String> lost = new TreeSet<>();
        commits.values().forEach(commit -> commit.note().ifPresent(note -> lost.add(note.epoch())));
        traces.forEach(trace -> lost.add(trace.epoch()));
        lost.removeAll(chronicle.epochs());
        return lost;
    }

    private Stream<String> identity() {
        Chronicle.Identity before = chronicle.recorded();
        Chronicle.Identity now = chronicle.identity();
        if (!before.isKnown() || !now.isKnown() || before.equals(now)) {
            return Stream.empty();
        }
        return Stream.of("another PostgreSQL holds the data: " + now + " instead of " + before);
    }

    private Stream<String> reported() {
        return chronicle.reported().stream();
    }

    private Stream<String> committed() {
        return commits.entrySet().stream().flatMap(each -> committed(each.getKey(), each.getValue()).stream());
    }

    private Optional<String> committed(int lane, Commit commit) {
        if (!commit.isOf(topicId)) {
            return Optional.empty();
        }
        // Before there were notes there was one epoch.
        String epoch = commit.note().map(CommitNote::epoch).orElse(chronicle.firstEpoch());
        if (!chronicle.epochs().contains(epoch)) {
            return Optional.of("lane " + lane + " was merged in epoch " + epoch + ", which the store does not know");
        }
        return epoch.equals(chronicle.ground().epoch()) ? ahead(lane, commit) : Optional.empty();
    }

    private Optional<String> ahead(int lane, Commit commit) {
        Long position = positions.get(lane);
        if (position == null) {
            return commit.note().map(note -> "lane " + lane + " was merged in this epoch, and has no position");
        }
        long offset = Math.min(commit.offset(), ends.getOrDefault(lane, commit.offset()));
        return offset > position
                ? Optional.of(
                        "lane " + lane + " was merged up to " + offset + ", and the store's position is " + position)
                : Optional.empty();
    }

    private Stream<String> published() {
        return traces.stream().flatMap(trace -> published(trace).stream());
    }

    /** Says no names of scopes: the log is read by others than their members. */
    private Optional<String> published(Trace trace) {
        if (!chronicle.epochs().contains(trace.epoch())) {
            return Optional.of("rows were published in epoch " + trace.epoch() + ", which the store does not know");
        }
        long head = heads.getOrDefault(trace.scope(), 0L);
        return trace.epoch().equals(chronicle.ground().epoch()) && trace.head() > head
                ? Optional.of(
                        "rows were published up to position " + trace.head() + " of a scope whose head is " + head)
                : Optional.empty();
    }
}
