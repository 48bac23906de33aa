package io.tidemark.protocol.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.protocol.operation.OperationId;
import io.tidemark.protocol.outcome.Outcome;
import io.tidemark.protocol.outcome.Reason;
import io.tidemark.protocol.outcome.Status;
import io.tidemark.protocol.outcome.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperationLineTest {
    private static final OperationId ID = new OperationId(UUID.fromString("0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f"));
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final Verdict APPLIED = new Verdict.Final(
            new Outcome(Status.APPLIED, Optional.empty(), OptionalLong.of(1), OptionalLong.of(1), List.of()), false);
    private static final Verdict REJECTED = new Verdict.Final(Outcome.rejected(Reason.UNKNOWN_FIELD), false);

    private static OperationLine line(Verdict verdict, String flags) {
        return new OperationLine(ID, TraceParent.parse("00-" + TRACE + "-b7ad6b7169203331-" + flags), verdict);
    }

    @Test
    void namesOperationTraceAndReason_whenItWasRejected() {
        assertThat(line(REJECTED, "00").text())
                .isEqualTo("operation=" + ID + " trace=" + TRACE + " status=rejected reason=unknown-field");
        assertThat(new OperationLine(ID, Optional.empty(), APPLIED).text())
                .isEqualTo("operation=" + ID + " status=applied");
    }

    @Test
    void isNotable_whenItWentAgainstTheAuthorOrIsFollowed() {
        assertThat(line(REJECTED, "00").isNotable()).isTrue();
        assertThat(line(new Verdict.DeviceForked(), "00").isNotable()).isTrue();
        assertThat(line(APPLIED, "01").isNotable()).isTrue();
        assertThat(line(APPLIED, "00").isNotable()).isFalse();
        assertThat(line(new Verdict.Pending(), "00").isNotable()).isFalse();
        assertThat(line(new Verdict.Final(Outcome.rejected(Reason.EXPIRED), true), "00")
                        .isNotable())
                .isFalse();
    }

    @Test
    void isNoTrace_whenItIsOfAnotherForm() {
        assertThat(TraceParent.parse("00-" + "0".repeat(32) + "-b7ad6b7169203331-01"))
                .isEmpty();
        assertThat(TraceParent.parse("00-" + TRACE + "-" + "0".repeat(16) + "-01"))
                .isEmpty();
        assertThat(TraceParent.parse("ff-" + TRACE + "-b7ad6b7169203331-01")).isEmpty();
        assertThat(TraceParent.parse("\n")).isEmpty();
    }

    @Test
    void saysSoManyLinesASecond_whenThereAreMore() {
        // Given
        LineRation ration = new LineRation(2, 0);
        List<OperationLine> many = Collections.nCopies(5, line(REJECTED, "00"));

        // When
        List<String> first = ration.of(many, 1);
        List<String> second = ration.of(many, 2);
        List<String> later = ration.of(many, TimeUnit.SECONDS.toNanos(1));

        // Then
        assertThat(first).hasSize(2).allMatch(text -> text.endsWith("reason=unknown-field"));
        assertThat(second).isEmpty();
        assertThat(later).hasSize(2);
        assertThat(later.getFirst()).endsWith(" unsaid=8");
        assertThat(later.getLast()).doesNotContain("unsaid");
    }
}
