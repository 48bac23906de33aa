package io.tidemark.traces;

import io.opentelemetry.api.trace.SpanKind;
import io.tidemark.protocol.trace.LineRation;
import io.tidemark.protocol.trace.OperationLine;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What a service writes down of single operations: log lines of the notable ones, and spans of the sampled ones. */
public final class OperationWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("tidemark.operations");
    private static final int LINES_A_SECOND = 20;

    private final LineRation ration = new LineRation(LINES_A_SECOND, System.nanoTime());
    private final Optional<Spans> spans;

    /**
     * @param step of an operation's way, as its spans are named
     * @param endpoint of a collector, for OTLP over HTTP; without it there are no spans
     */
    public OperationWriter(String service, String step, SpanKind kind, Optional<URI> endpoint) {
        this.spans = endpoint.map(collector -> new Spans(service, step, kind, collector));
    }

    /** @param since when the service began with them */
    public void write(List<OperationLine> lines, Instant since) {
        List<OperationLine> notable =
                lines.stream().filter(OperationLine::isNotable).toList();
        ration.of(notable, System.nanoTime()).forEach(LOG::info);
        if (LOG.isDebugEnabled()) {
            lines.forEach(line -> LOG.debug(line.text()));
        }
        Instant now = Instant.now();
        spans.ifPresent(sink -> lines.forEach(line -> sink.add(line, since, now)));
    }

    @Override
    public void close() {
        spans.ifPresent(Spans::close);
    }
}
