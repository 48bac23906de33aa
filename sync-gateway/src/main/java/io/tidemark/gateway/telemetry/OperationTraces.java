package io.tidemark.gateway.telemetry;

import io.opentelemetry.api.trace.SpanKind;
import io.tidemark.protocol.trace.OperationLine;
import io.tidemark.traces.OperationWriter;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** What the gateway writes down of single operations: log lines of the notable ones, and spans of the sampled ones. */
@Singleton
public final class OperationTraces {
    private final OperationWriter writer;

    OperationTraces(TraceSettings settings) {
        this.writer = new OperationWriter("sync-gateway", "tidemark push", SpanKind.SERVER, settings.endpoint());
    }

    /** @param since when the request arrived */
    public void answered(Instant since, List<OperationLine> lines) {
        writer.write(lines, since);
    }

    @PreDestroy
    void close() {
        writer.close();
    }
}
