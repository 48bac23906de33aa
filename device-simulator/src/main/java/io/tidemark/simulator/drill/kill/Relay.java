package io.tidemark.simulator.drill.kill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes bytes between the device's HTTP client and the gateway, and knows when the answer to a push has come: the device
 * can be killed while it is on the wire.
 */
final class Relay implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;
    private static final String PUSH = "POST ";
    private static final String PULL = "GET ";

    private final ServerSocket door;
    private final URI gateway;
    private final Trap trap;

    private Relay(ServerSocket door, URI gateway, Trap trap) {
        this.door = door;
        this.gateway = gateway;
        this.trap = trap;
    }

    static Relay open(URI gateway, Trap trap) throws IOException {
        Relay relay = new Relay(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), gateway, trap);
        Thread.ofVirtual().name("relay").start(relay::serve);
        return relay;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    private void serve() {
        try {
            while (true) {
                Socket device = door.accept();
                Socket server = new Socket(gateway.getHost(), gateway.getPort());
                AtomicBoolean pushing = new AtomicBoolean();
                Thread.ofVirtual()
                        .start(() -> pass(
                                device,
                                server,
                                first -> pushing.set(
                                        first.startsWith(PUSH) || (pushing.get() && !first.startsWith(PULL)))));
                Thread.ofVirtual()
                        .start(() -> pass(server, device, first -> {
                            if (pushing.get()) {
                                trap.pass(FailPoint.PUSH_UNANSWERED);
                            }
                        }));
            }
        } catch (IOException closed) {
            // Then nobody is let in any more.
        }
    }

    private interface Seen {
        void bytes(String first);
    }

    private static void pass(Socket here, Socket there, Seen seen) {
        byte[] buffer = new byte[BUFFER];
        try (here;
                there;
                InputStream in = here.getInputStream();
                OutputStream out = there.getOutputStream()) {
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                seen.bytes(new String(buffer, 0, Math.min(read, PUSH.length()), StandardCharsets.ISO_8859_1));
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException ended) {
            // One side has hung up; closing tells the other.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
