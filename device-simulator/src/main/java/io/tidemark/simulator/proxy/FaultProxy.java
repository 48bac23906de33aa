package io.tidemark.simulator.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * One link over TCP, on the loopback address: bytes go on as they come, unless the {@link Weather} says otherwise. What
 * clients said of late is remembered, within bounds, so that it can arrive once more.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int CONNECT_MS = 2_000;

    private final String name;
    private final InetSocketAddress target;
    private final ServerSocket door;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Memory memory = new Memory();
    private volatile Weather weather = Weather.CLEAR;
    private volatile CountDownLatch changed = new CountDownLatch(1);
    private volatile boolean closed;

    private FaultProxy(String name, int target) throws IOException {
        this.name = name;
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), target);
        this.door = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** @param target the port on the loopback address that the link leads to; it need not listen yet */
    public static FaultProxy open(String name, int target) throws IOException {
        FaultProxy proxy = new FaultProxy(name, target);
        Thread.ofVirtual().name("link-" + name).start(proxy::accept);
        return proxy;
    }

    public String name() {
        return name;
    }

    public int port() {
        return door.getLocalPort();
    }

    public Weather weather() {
        return weather;
    }

    /** From now on, for the connections that there are, too. */
    public synchronized void become(Weather next) {
        weather = next;
        CountDownLatch before = changed;
        changed = new CountDownLatch(1);
        before.countDown();
        if (next instanceof Weather.Cut) {
            reset();
        }
    }

    /** Resets every connection, and says how many there were; new ones are welcome. */
    public int reset() {
        List<Connection> all = new ArrayList<>(connections);
        all.forEach(Connection::reset);
        return all.size();
    }

    /** Sends what clients said of late once more, each on a connection of its own, and says how many there are. */
    public int repeat() {
        List<byte[]> said = memory.take();
        said.forEach(bytes -> Thread.ofVirtual().start(() -> Echo.send(bytes, target)));
        return said.size();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                admit(door.accept());
            } catch (IOException e) {
                // Of one connection, or as the door closes: then the loop ends.
            }
        }
    }

    private void admit(Socket client) {
        if (weather instanceof Weather.Cut) {
            Connection.reset(client);
        } else {
            Thread.ofVirtual().start(() -> connect(client));
        }
    }

    private void connect(Socket client) {
        Socket server = new Socket();
        try {
            server.connect(target, CONNECT_MS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException refused) {
            Connection.reset(client);
            Connection.reset(server);
            return;
        }
        Connection connection = new Connection(this, client, server);
        connections.add(connection);
        connection.run(memory);
        if (closed) {
            connection.reset();
        }
    }

    void ended(Connection connection) {
        connections.remove(connection);
    }

    /** Returns when something may get through. */
    Weather awaitPassable() throws InterruptedException {
        Weather now = weather;
        while (now instanceof Weather.Silent && !closed) {
            CountDownLatch next = changed;
            now = weather;
            if (now instanceof Weather.Silent) {
                next.await();
                now = weather;
            }
        }
        return now;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        door.close();
        become(new Weather.Cut());
    }
}
