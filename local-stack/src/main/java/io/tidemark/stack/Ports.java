package io.tidemark.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on the loopback address. Free ones are drawn from below the ranges that operating systems hand to outgoing
 * connections (Linux from 32768, macOS from 49152): no client can sit on a part's port while the part is restarted.
 */
final class Ports {
    private static final int LOWEST = 12_000;
    private static final int BEYOND_HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    /** A port is free until its part listens: what was drawn for one part is not drawn for the next. */
    private static final Set<Integer> DRAWN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND_HIGHEST);
            if (isFree(port) && DRAWN.add(port)) {
                return port;
            }
        }
        throw new StackException("No free port found between " + LOWEST + " and " + BEYOND_HIGHEST);
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
