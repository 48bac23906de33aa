package io.tidemark.simulation.server;

import io.tidemark.laws.history.Dice;
import io.tidemark.merge.batch.Arrival;
import io.tidemark.merge.batch.Plan;
import io.tidemark.merge.batch.ScopeKey;
import io.tidemark.merge.lane.Chronicle;
import io.tidemark.merge.lane.CommitNote;
import io.tidemark.merge.lane.Evidence;
import io.tidemark.merge.lane.Footing;
import io.tidemark.merge.lane.Ground;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.simulation.promise.Happening;
import io.tidemark.simulation.server.Database.Away;
import io.tidemark.simulation.server.Database.Claim;
import io.tidemark.simulation.server.Database.LostClaim;
import io.tidemark.simulation.server.OperationsLog.Entry;
import io.tidemark.simulation.world.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** An instance of the merge service, one step at a time, as its {@code LaneReader}; its rules are the real ones. */
public class Merger {
    private static final int MOST_RECORDS = 4;
    private static final long FIRST_WAIT = 200;
    private static final long LONGEST_WAIT = 10_000;

    /** Where an instance may die. */
    public enum Point {
        BEFORE_COMMIT,
        AFTER_COMMIT,
        AFTER_PUBLICATION
    }

    /** Told of outcomes as they are published. */
    public interface Listener {
        void published(int lane, long offset, List<OperationResult> results);
    }

    protected final Stage stage;
    protected final String name;
    protected final Database database;
    protected final OperationsLog log;
    private final Group group;
    private final Listener listener;
    private final Dice dice;
    private final TreeSet<Integer> assigned = new TreeSet<>();
    private final TreeMap<Integer, Long> standing = new TreeMap<>();
    private final TreeMap<Integer, Long> next = new TreeMap<>();
    private final TreeMap<Integer, Long> published = new TreeMap<>();
    private Optional<Ground> ground = Optional.empty();
    private int failures;
    private long stillUntil;
    private boolean isPlanned;
    private Optional<Point> diesAt = Optional.empty();

    public Merger(
            Stage stage, String name, Database database, OperationsLog log, Group group, Listener listener, Dice dice) {
        this.stage = stage;
        this.name = name;
        this.database = database;
        this.log = log;
        this.group = group;
        this.listener = listener;
        this.dice = dice;
    }

    /** Something may be there to do. */
    public final void wake(long delay) {
        if (!isPlanned) {
            isPlanned = true;
            stage.time().in(delay, () -> {
                isPlanned = false;
                step();
            });
        }
    }

    public final void assign(int lane) {
        assigned.add(lane);
        standing.remove(lane);
        wake(dice.upTo(50));
    }

    /** It learns that the group has given the lane to another. */
    public final void revoke(int lane) {
        assigned.remove(lane);
        standing.remove(lane);
        published.remove(lane);
    }

    public final void dieAt(Point point) {
        diesAt = Optional.of(point);
    }

    /** It dies, and its successor of the same name knows nothing. */
    public final void restart() {
        stage.trace().note(name, "is killed, and starts");
        loseAll();
        published.clear();
        ground = Optional.empty();
        failures = 0;
        stillUntil = stage.time().now() + dice.upTo(2_000);
        wake(stillUntil - stage.time().now());
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private void passes(Point point) {
        if (diesAt.equals(Optional.of(point))) {
            diesAt = Optional.empty();
            stage.counts().count("merge service killed " + point);
            throw new Killed();
        }
    }

    /** The log is not as it was: nothing that is believed of it is true. */
    public final void findAnew() {
        loseAll();
        wake(dice.upTo(100));
    }

    private void loseAll() {
        standing.clear();
    }

    private void step() {
        if (stage.time().now() < stillUntil) {
            wake(stillUntil - stage.time().now());
            return;
        }
        try {
            commitOffsets();
            glance();
            findLostLanes();
            boolean worked = work();
            failures = 0;
            if (worked || !published.isEmpty()) {
                wake(dice.upTo(40));
            }
        } catch (Killed killed) {
            restart();
        } catch (LostClaim lost) {
            stage.counts().count("claim lost");
            retreat("lost its claim");
        } catch (Away away) {
            retreat("cannot reach the database");
        }
    }

    /** MS-5: after any exception all lanes are found anew. */
    protected boolean believesNothing() {
        return true;
    }

    private void retreat(String why) {
        stage.trace().note(name, why);
        if (believesNothing()) {
            loseAll();
        }
        double ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * Math.pow(2, failures++));
        long delay = (long) (ceiling / 2) + dice.below((int) (ceiling / 2) + 1);
        stillUntil = stage.time().now() + delay;
        wake(delay);
    }

    /** MS-9. */
    private void commitOffsets() {
        published.forEach((lane, offset) -> {
            if (group.owner(lane).equals(Optional.of(name))) {
                log.commit(lane, offset, new CommitNote(ground.orElseThrow().epoch(), OperationsLog.TOPIC_ID));
            }
        });
        published.clear();
    }

    /** MS-14: an instance with nothing to merge learns, too, that the ground has changed, or that it is doubted. */
    private void glance() {
        Chronicle chronicle = database.chronicle();
        if (ground.isPresent()
                && (chronicle.reported().isPresent() || !ground.get().equals(chronicle.ground()))) {
            loseAll();
        }
    }

    private void findLostLanes() {
        Set<Integer> lost = new TreeSet<>(assigned);
        lost.removeAll(standing.keySet());
        if (lost.isEmpty()) {
            return;
        }
        Evidence evidence = evidence(lost);
        Optional<String> witness = evidence.restore();
        if (witness.isPresent()) {
            declare(witness.get(), evidence);
            throw new Away();
        }
        if (!ground.equals(Optional.of(evidence.chronicle().ground()))) {
            ground = Optional.of(evidence.chronicle().ground());
            loseAll();
        }
        lost.forEach(lane -> takeUp(lane, evidence));
        commitOffsets();
    }

    /** What the log has is read before the store: whatever moves meanwhile looks too old, and never too new. */
    protected Evidence evidence(Set<Integer> lanes) {
        List<Evidence.Trace> traces = new ArrayList<>();
        lanes.forEach(lane -> traces.addAll(log.tail(lane)));
        Map<Integer, Long> ends = new HashMap<>();
        for (int lane = 0; lane < log.size(); lane++) {
            ends.put(lane, log.end(lane));
        }
        return new Evidence(
                OperationsLog.TOPIC_ID,
                log.commits(),
                ends,
                traces,
                database.chronicle(),
                database.positions(),
                database.heads(traces.stream().map(Evidence.Trace::scope).toList()));
    }

    private void declare(String why, Evidence evidence) {
        List<Evidence.Trace> everywhere = new ArrayList<>();
        for (int lane = 0; lane < log.size(); lane++) {
            everywhere.addAll(log.tail(lane));
        }
        Set<String> lost = evidence.with(everywhere).lostEpochs();
        if (database.declareRestore(evidence.chronicle().ground().epoch(), lost)) {
            stage.trace().note(name, "declares a restore:", why);
            stage.counts().count("restore declared");
            stage.promises().tell(new Happening.Restored(database.ground().epoch()));
        }
    }

    private void takeUp(int lane, Evidence evidence) {
        OptionalLong stored = evidence.position(lane);
        Footing footing = footing(evidence.offset(lane), stored, log.begin(lane), log.end(lane));
        stage.counts().count("lane found " + footing.finding());
        boolean isSettled =
                footing.finding() == Footing.Finding.STANDS || database.settle(lane, stored, footing.position());
        if (isSettled) {
            standing.put(lane, footing.position());
            next.put(lane, footing.resume());
            published.put(lane, footing.resume());
        }
    }

    protected Footing footing(OptionalLong committed, OptionalLong stored, long begin, long end) {
        return Footing.of(committed, stored, begin, end);
    }

    private boolean work() throws LostClaim {
        List<Read> records = new ArrayList<>();
        standing.keySet().forEach(lane -> log.read(lane, next.getOrDefault(lane, 0L), dice.upTo(MOST_RECORDS))
                .forEach(entry -> records.add(new Read(lane, entry))));
        if (records.isEmpty()) {
            return false;
        }
        carryOut(records);
        return true;
    }

    /** A record of a lane. */
    protected record Read(int lane, Entry entry) {
        List<Arrival> arrivals() {
            return entry.content().map(Arrival::of).orElse(List.of());
        }
    }

    protected void carryOut(List<Read> records) throws LostClaim {
        TreeMap<Integer, Long> ends = new TreeMap<>();
        records.forEach(read -> ends.merge(read.lane(), read.entry().offset() + 1, Math::max));
        List<Claim> claims = new ArrayList<>();
        ends.forEach((lane, end) -> {
            if (end > standing.getOrDefault(lane, 0L)) {
                claims.add(new Claim(lane, standing.getOrDefault(lane, 0L), end));
            }
        });
        records.forEach(read -> {
            if (read.entry().offset() < standing.getOrDefault(read.lane(), 0L)) {
                stage.counts().count("record published again");
            }
        });
        passes(Point.BEFORE_COMMIT);
        List<Arrival> arrivals =
                records.stream().flatMap(read -> read.arrivals().stream()).toList();
        Plan plan = merge(claims, arrivals);
        stage.trace().note(name, "merges", records.size(), "records,", arrivals.size(), "operations:", plan.results());
        passes(Point.AFTER_COMMIT);
        publish(records, arrivals, plan);
        passes(Point.AFTER_PUBLICATION);
        ends.forEach((lane, end) -> {
            standing.put(lane, Math.max(standing.getOrDefault(lane, 0L), end));
            next.put(lane, end);
            published.put(lane, end);
        });
    }

    private Plan merge(List<Claim> claims, List<Arrival> arrivals) throws LostClaim {
        return database.merge(ground.orElseThrow(), claims, arrivals);
    }

    private void publish(List<Read> records, List<Arrival> arrivals, Plan plan) {
        String epoch = database.ground().epoch();
        plan.spans().forEach((scope, span) -> {
            int lane = laneOf(records, scope);
            log.published(lane, new Evidence.Trace(scope, epoch, span.to()));
        });
        int from = 0;
        for (Read read : records) {
            int to = from + read.arrivals().size();
            listener.published(
                    read.lane(), read.entry().offset(), plan.results().subList(from, to));
            from = to;
        }
        if (from != arrivals.size()) {
            throw new IllegalStateException("each arrival is of one record");
        }
    }

    private static int laneOf(List<Read> records, ScopeKey scope) {
        return records.stream()
                .filter(read -> read.arrivals().stream()
                        .anyMatch(arrival -> arrival.scope().equals(scope)))
                .findFirst()
                .orElseThrow()
                .lane();
    }
}
