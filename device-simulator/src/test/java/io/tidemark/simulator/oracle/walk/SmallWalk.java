package io.tidemark.simulator.oracle.walk;

import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.EntityKey;
import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.simulator.oracle.Evidence.LoggedOperation;
import io.tidemark.simulator.oracle.Verdict;
import io.tidemark.simulator.oracle.walk.WalkHistory.Page;
import io.tidemark.simulator.oracle.walk.WalkHistory.ReaderRecord;
import io.tidemark.simulator.oracle.walk.WalkHistory.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A sound walk, to be doctored: five writes to three notes, read by one reader in two pages with a checkpoint each, and
 * by another in two pages of which the first is none.
 */
final class SmallWalk {
    static final PlacedRow A1 = row("a", 1, 1, "milk");
    static final PlacedRow B1 = row("b", 1, 2, "bread");
    static final PlacedRow A2 = row("a", 2, 3, "oat milk");
    static final PlacedRow C1 = row("c", 1, 4, "salt");
    static final PlacedRow B2 = new PlacedRow(B1.entity(), 2, 5, PlacedRow.DELETED);

    final List<Write> writes = new ArrayList<>();
    final List<LoggedOperation> log = new ArrayList<>();
    final List<Page> ada = new ArrayList<>();
    final List<Page> ben = new ArrayList<>();
    final List<String> refusalsOfBen = new ArrayList<>();
    final List<PlacedRow> server = new ArrayList<>(List.of(A2, C1, B2));

    SmallWalk() {
        for (PlacedRow row : List.of(A1, B1, A2, C1, B2)) {
            written(row);
        }
        ada.add(page(0, 2, true, A1, B1));
        ada.add(page(2, 5, true, A2, C1, B2));
        ben.add(page(0, 3, false, B1, A2));
        ben.add(page(3, 5, true, C1, B2));
    }

    static PlacedRow row(String note, long version, long position, String title) {
        return new PlacedRow(
                new EntityKey("note", note),
                version,
                position,
                PlacedRow.content(new TreeMap<>(Map.of("title", Json.of(title)))));
    }

    static Page page(long from, long to, boolean checkpoint, PlacedRow... rows) {
        return new Page("epoch", from, to, checkpoint, List.of(rows));
    }

    /** A write of which writer and log say that it left this row. */
    void written(PlacedRow row) {
        OperationId operation = new OperationId(new UUID(7, writes.size() + 1));
        Outcome outcome = new Outcome(
                Status.APPLIED,
                Optional.empty(),
                OptionalLong.of(row.version()),
                OptionalLong.of(row.position()),
                List.of());
        writes.add(new Write(operation, row.entity(), row.content(), outcome));
        log.add(new LoggedOperation("walk", operation, Optional.of(row.entity()), outcome));
    }

    Verdict verdict() {
        return WalkChecker.check(new WalkHistory(
                writes,
                List.of(new ReaderRecord("ada", ada, List.of()), new ReaderRecord("ben", ben, refusalsOfBen)),
                server,
                log));
    }
}
