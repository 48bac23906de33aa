package io.tidemark.mergeservice.measure;

import io.tidemark.mergeservice.batch.Merged;
import io.tidemark.protocol.outcome.Verdict;
import io.tidemark.protocol.trace.LineRation;
import io.tidemark.protocol.trace.OperationLine;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the merge writes down of single operations: log lines of the notable ones, and spans of the sampled ones. */
public final class OperationTraces implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("tidemark.operations");
    private static final int LINES_A_SECOND = 20;

    private final LineRation ration = new LineRation(LINES_A_SECOND, System.nanoTime());
    private final Optional<Spans> spans;

    private OperationTraces(Optional<Spans> spans) {
        this.spans = spans;
    }

    /** @param endpoint of a collector, for OTLP over HTTP; without it there are no spans */
    public static OperationTraces to(Optional<URI> endpoint) {
        return new OperationTraces(endpoint.map(Spans::new));
    }

    /**
     * After the commit, and once for each operation: what is only published again was written down before.
     *
     * @param since when the batch was begun
     */
    public void merged(Merged merged, Instant since) {
        merged.effect().map(OperationTraces::lines).ifPresent(lines -> write(lines, since));
    }

    private void write(List<OperationLine> lines, Instant since) {
        List<OperationLine> notable =
                lines.stream().filter(OperationLine::isNotable).toList();
        ration.of(notable, System.nanoTime()).forEach(LOG::info);
        if (LOG.isDebugEnabled()) {
            lines.forEach(line -> LOG.debug(line.text()));
        }
        Instant now = Instant.now();
        spans.ifPresent(sink -> lines.forEach(line -> sink.add(line, since, now)));
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
        spans.ifPresent(Spans::close);
    }
}
