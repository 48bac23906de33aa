package io.tidemark.simulator.chaos;

import io.tidemark.simulator.proxy.FaultProxy;
import io.tidemark.simulator.proxy.Weather;
import io.tidemark.stack.Links;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A proxy on every link: of each service to what it needs, and of the devices, which share a few cells, to the gateway. */
final class Network implements Links, AutoCloseable {
    private static final int CELLS = 4;

    private final List<FaultProxy> inner = new ArrayList<>();
    private final List<FaultProxy> cells = new ArrayList<>();

    @Override
    public synchronized int port(String from, String to, int port) {
        try {
            FaultProxy link = FaultProxy.open(from + "→" + to, port);
            inner.add(link);
            return link.port();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void openCells(URI gateway) throws IOException {
        for (int i = 1; i <= CELLS; i++) {
            cells.add(FaultProxy.open("devices-" + i + "→sync-gateway", gateway.getPort()));
        }
    }

    /** Where the device of this number finds the gateway. */
    URI gatewayFor(int device) {
        return URI.create("http://127.0.0.1:" + cells.get(device % CELLS).port());
    }

    List<FaultProxy> links() {
        List<FaultProxy> all = new ArrayList<>(inner);
        all.addAll(cells);
        return all;
    }

    List<FaultProxy> cells() {
        return List.copyOf(cells);
    }

    void clear() {
        links().forEach(link -> link.become(Weather.CLEAR));
    }

    @Override
    public void close() throws IOException {
        for (FaultProxy link : links()) {
            link.close();
        }
    }
}
