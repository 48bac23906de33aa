package io.tidemark.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.tidemark.protocol.trace.OperationLine;
import io.tidemark.protocol.trace.TraceParent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Spans of operations whose author asked for them, on their way to a collector by OTLP. Hints, like every measure: what
 * the collector does not take in time is dropped, and nobody waits for it. At most 2,048 wait.
 */
final class Spans implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final long CLOSING_S = 2;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final String step;
    private final SpanKind kind;

    Spans(String service, String step, SpanKind kind, URI endpoint) {
        this.step = step;
        this.kind = kind;
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setTimeout(LIMIT)
                .setRetryPolicy(null)
                .build();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), service)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(DELAY)
                        .setExporterTimeout(LIMIT)
                        .build())
                .build();
        tracer = provider.get("io.tidemark");
    }

    /** Of an operation that is not sampled: nothing. */
    void add(OperationLine line, Instant start, Instant end) {
        line.trace().filter(TraceParent::sampled).ifPresent(parent -> {
            SpanBuilder span = tracer.spanBuilder(step)
                    .setParent(context(parent))
                    .setSpanKind(kind)
                    .setStartTimestamp(start)
                    .setAttribute("tidemark.operation", line.operation().toString())
                    .setAttribute("tidemark.status", line.status());
            line.reason().ifPresent(reason -> span.setAttribute("tidemark.reason", reason.slug()));
            span.startSpan().end(end);
        });
    }

    private static Context context(TraceParent parent) {
        SpanContext remote = SpanContext.createFromRemoteParent(
                parent.traceId(), parent.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
        return Context.root().with(Span.wrap(remote));
    }

    /** Sends what is left, for a short while. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSING_S, TimeUnit.SECONDS);
    }
}
