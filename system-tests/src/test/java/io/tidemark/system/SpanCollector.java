package io.tidemark.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Takes what services export by OTLP, as a collector does, and tells whether a trace is in it. */
public final class SpanCollector implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final int OK = 200;

    private final HttpServer http;
    private final ConcurrentLinkedDeque<String> exports = new ConcurrentLinkedDeque<>();

    SpanCollector() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v1/traces");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            if (exports.size() > MOST) {
                exports.poll();
            }
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    /** In protocol buffers a trace's id and a service's name stand as they are; one export is of one service. */
    public boolean hasSpan(String service, String traceId) {
        String bytes = new String(HexFormat.of().parseHex(traceId), StandardCharsets.ISO_8859_1);
        return exports.stream().anyMatch(export -> export.contains(service) && export.contains(bytes));
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
