package io.tidemark.gateway.telemetry;

import io.tidemark.protocol.trace.LineRation;
import io.tidemark.protocol.trace.OperationLine;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What the gateway writes down of single operations: log lines of the notable ones, and spans of the sampled ones. */
@Singleton
public final class OperationTraces {
    private static final Logger LOG = Logger.getLogger("tidemark.operations");
    private static final int LINES_A_SECOND = 20;

    private final LineRation ration = new LineRation(LINES_A_SECOND, System.nanoTime());
    private final Optional<Spans> spans;

    OperationTraces(TraceSettings settings) {
        this.spans = settings.endpoint().map(Spans::new);
    }

    /** @param since when the request arrived */
    public void answered(Instant since, List<OperationLine> lines) {
        List<OperationLine> notable =
                lines.stream().filter(OperationLine::isNotable).toList();
        ration.of(notable, System.nanoTime()).forEach(LOG::info);
        if (LOG.isDebugEnabled()) {
            lines.forEach(line -> LOG.debug(line.text()));
        }
        Instant now = Instant.now();
        spans.ifPresent(sink -> lines.forEach(line -> sink.add(line, since, now)));
    }

    @PreDestroy
    void close() {
        spans.ifPresent(Spans::close);
    }
}
