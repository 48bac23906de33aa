package io.tidemark.simulator.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Two sockets, and a thread for each direction. */
final class Connection {
    private static final int PIECE = 16 * 1024;

    private final FaultProxy link;
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean over = new AtomicBoolean();

    Connection(FaultProxy link, Socket client, Socket server) {
        this.link = link;
        this.client = client;
        this.server = server;
    }

    void run(Memory memory) {
        Memory.Said said = memory.begin();
        Thread.ofVirtual().start(() -> pump(client, server, false, said));
        Thread.ofVirtual().start(() -> pump(server, client, true, said));
    }

    private void pump(Socket from, Socket to, boolean back, Memory.Said said) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (!back) {
                    said.add(piece, read);
                }
                if (!pass(piece, read, back, out)) {
                    return;
                }
            }
            // Its other direction may still have something to say.
            to.shutdownOutput();
            if (back) {
                end();
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    private boolean pass(byte[] piece, int length, boolean back, OutputStream out)
            throws IOException, InterruptedException {
        switch (link.awaitPassable()) {
            case Weather.Torn(int bytes)
            when back -> {
                out.write(piece, 0, Math.min(bytes, length));
                out.flush();
                reset();
                return false;
            }
            case Weather.Cut() -> {
                reset();
                return false;
            }
            case Weather.Slow(Duration delay, int bytesPerSecond) ->
                Thread.sleep(delay.plusMillis(1_000L * length / bytesPerSecond));
            case Weather.Torn ignored -> {}
            case Weather.Silent ignored -> {}
            case Weather.Clear ignored -> {}
        }
        out.write(piece, 0, length);
        out.flush();
        return true;
    }

    private void end() throws IOException {
        if (over.compareAndSet(false, true)) {
            client.close();
            server.close();
            link.ended(this);
        }
    }

    /** Both ends are told at once that it is over, whatever is still under way. */
    void reset() {
        if (over.compareAndSet(false, true)) {
            reset(client);
            reset(server);
            link.ended(this);
        }
    }

    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            return;
        }
    }
}
