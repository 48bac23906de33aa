package io.tidemark.mergeservice.measure;

import io.opentelemetry.api.trace.SpanKind;
import io.tidemark.mergeservice.batch.Merged;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.trace.OperationLine;
import io.tidemark.traces.OperationWriter;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the merge writes down of single operations: log lines of the notable ones, and spans of the sampled ones. */
public final class OperationTraces implements AutoCloseable {
    private final OperationWriter writer;

    private OperationTraces(OperationWriter writer) {
        this.writer = writer;
    }

    /** @param endpoint of a collector, for OTLP over HTTP; without it there are no spans */
    public static OperationTraces to(Optional<URI> endpoint) {
        return new OperationTraces(new OperationWriter("merge-service", "tidemark merge", SpanKind.CONSUMER, endpoint));
    }

    /**
     * After the commit, and once for each operation: what is only published again was written down before.
     *
     * @param since when the batch was begun
     */
    public void merged(Merged merged, Instant since) {
        merged.effect().map(OperationTraces::lines).ifPresent(lines -> writer.write(lines, since));
    }

    private static List<OperationLine> lines(Merged.Effect effect) {
        List<OperationLine> lines = new ArrayList<>();
        for (int i = 0; i < effect.arrivals().size(); i++) {
            Verdict verdict = effect.plan().results().get(i).verdict();
            if (!(verdict instanceof Verdict.Final said && said.replayed())) {
                lines.add(OperationLine.of(effect.arrivals().get(i).submission(), verdict));
            }
        }
        return lines;
    }

    @Override
    public void close() {
        writer.close();
    }
}
