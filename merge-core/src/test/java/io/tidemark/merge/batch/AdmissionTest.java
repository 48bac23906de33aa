package io.tidemark.merge.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.json.ContentHash;
import io.tidemark.protocol.json.Json;
import io.tidemark.protocol.operation.Fingerprint;
import io.tidemark.protocol.operation.Link;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of section 2 of docs/spec/merge.md, with each edge on both of its sides. */
class AdmissionTest {
    private static final Fingerprint OURS = new Fingerprint(ContentHash.of(Json.of("ours")));
    private static final Fingerprint OTHER = new Fingerprint(ContentHash.of(Json.of("other")));
    private static final Outcome STORED = Outcome.rejected(Reason.UNKNOWN_FIELD);
    private static final Mark MARK = new Mark(10, 4);

    static Stream<Arguments> table() {
        Admission replay = new Admission.Replay(STORED);
        return Stream.of(
                row("stored, next in chain", OURS, new Link(11, 10), replay),
                row("stored, behind the mark", OURS, new Link(10, 9), replay),
                row("stored, below the log floor", OURS, new Link(3, 2), replay),
                row("stored, beyond a hole", OURS, new Link(20, 19), replay),
                row("stored, no chain", OURS, null, replay),
                row("other payload, next in chain", OTHER, new Link(11, 10), new Admission.Reused()),
                row("other payload, behind the mark", OTHER, new Link(10, 9), new Admission.Reused()),
                row("other payload, no chain", OTHER, null, new Admission.Reused()),
                row("unknown, no chain", null, null, new Admission.Decide()),
                row("unknown, next in chain", null, new Link(11, 10), new Admission.Decide()),
                row("unknown, next after a gap of its own", null, new Link(15, 10), new Admission.Decide()),
                row("unknown, linked below the mark", null, new Link(11, 7), new Admission.Decide()),
                row("unknown, beyond a hole", null, new Link(13, 12), new Admission.OutOfOrder(10)),
                row("unknown, just beyond a hole", null, new Link(12, 11), new Admission.OutOfOrder(10)),
                row("unknown, at the mark", null, new Link(10, 9), new Admission.Forked()),
                row("unknown, just above the log floor", null, new Link(5, 4), new Admission.Forked()),
                row("unknown, at the log floor", null, new Link(4, 3), new Admission.Expired()),
                row("unknown, the first of all", null, new Link(1, 0), new Admission.Expired()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void admitsAsTheTableSays(String name, Optional<Logged> logged, Optional<Link> link, Admission expected) {
        // When
        Admission admission = Admission.admit(logged, MARK, link, OURS);
        // Then
        assertThat(admission).as(name).isEqualTo(expected);
    }

    private static Arguments row(String name, @Nullable Fingerprint logged, @Nullable Link link, Admission expected) {
        Optional<Logged> known = Optional.ofNullable(logged).map(print -> new Logged(print, STORED));
        return Arguments.of(name, known, Optional.ofNullable(link), expected);
    }
}
