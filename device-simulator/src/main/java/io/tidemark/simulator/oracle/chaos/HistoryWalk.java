package io.tidemark.simulator.oracle.chaos;

import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.OperationResult;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.simulator.history.Entry;
import io.tidemark.simulator.history.HistoryReader;
import io.tidemark.simulator.oracle.AcceptedEdit;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Read;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Reader;
import io.tidemark.simulator.oracle.chaos.HistoryFacts.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Goes through a history once, from its beginning to its end. */
public final class HistoryWalk {
    private final Screens screens;
    private final Map<Long, Entry> open = new HashMap<>();
    private final List<AcceptedEdit> edits = new ArrayList<>();
    private final Map<OperationId, Set<Said>> told = new HashMap<>();
    private final Set<OperationId> promised = new HashSet<>();
    private final Map<Reader, List<Read>> reads = new HashMap<>();
    private final Map<String, Integer> faults = new TreeMap<>();
    private long entries;

    private HistoryWalk(EntityTypes types) {
        this.screens = new Screens(types);
    }

    /** @param entries how many of the file */
    public static HistoryFacts of(Path file, long entries, EntityTypes types) throws IOException {
        HistoryWalk walk = new HistoryWalk(types);
        HistoryReader.read(file, entries, walk::step);
        long unanswered =
                walk.open.values().stream().filter(Entry.Edit.class::isInstance).count();
        return new HistoryFacts(
                walk.edits,
                unanswered,
                walk.told,
                walk.promised,
                walk.reads,
                walk.screens.returns(),
                walk.screens.looks(),
                walk.faults,
                walk.entries);
    }

    private void step(Entry entry) {
        entries++;
        switch (entry) {
            case Entry.Save save -> open.put(save.call(), save);
            case Entry.Delete delete -> open.put(delete.call(), delete);
            case Entry.Pull pull -> open.put(pull.call(), pull);
            case Entry.Push ignored -> {}
            case Entry.Ask ignored -> {}
            case Entry.Accepted accepted -> accepted(accepted);
            case Entry.Told answer -> told(answer);
            case Entry.Page page -> page(page);
            case Entry.Failed failed -> open.remove(failed.call());
            case Entry.Fault fault -> faults.merge(fault.kind(), 1, Integer::sum);
        }
    }

    private void accepted(Entry.Accepted accepted) {
        Entry call = open.remove(accepted.call());
        if (accepted.operation().isEmpty()) {
            return;
        }
        OperationId id = accepted.operation().get();
        if (call instanceof Entry.Save save) {
            edits.add(new AcceptedEdit.Saved(id, save.device(), save.scope(), save.entity(), save.wrote(), save.saw()));
            screens.saved(save, id);
        } else if (call instanceof Entry.Delete delete) {
            edits.add(new AcceptedEdit.Deleted(id, delete.device(), delete.scope(), delete.entity(), delete.saw()));
        }
    }

    private void told(Entry.Told answer) {
        for (OperationResult result : answer.results()) {
            switch (result.verdict()) {
                case Verdict.Final(var outcome, var ignored) -> {
                    promised.add(result.operation());
                    told.computeIfAbsent(result.operation(), id -> new HashSet<>())
                            .add(new Said(answer.epoch(), outcome));
                }
                case Verdict.Pending() -> promised.add(result.operation());
                case Verdict.OutOfOrder(long ignored) -> {}
                case Verdict.DeviceForked() -> {}
                case Verdict.Deferred() -> {}
            }
        }
    }

    private void page(Entry.Page page) {
        if (open.remove(page.call()) instanceof Entry.Pull pull) {
            screens.read(pull.device(), pull.scope(), page.epoch());
            reads.computeIfAbsent(new Reader(pull.device(), pull.scope()), reader -> new ArrayList<>())
                    .add(new Read(pull.cursor(), page));
        }
    }
}
