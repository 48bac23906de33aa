package io.tidemark.simulator.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Something that was said once, said again: nobody waits for the answer. */
final class Echo {
    private static final int CONNECT_MS = 2_000;
    private static final int SILENCE_MS = 3_000;
    private static final int PIECE = 16 * 1024;
    private static final int LONGEST_ANSWER = 4 * 1024 * 1024;

    private Echo() {}

    static void send(byte[] said, InetSocketAddress target) {
        try (Socket socket = new Socket()) {
            socket.connect(target, CONNECT_MS);
            socket.setSoTimeout(SILENCE_MS);
            socket.getOutputStream().write(said);
            socket.getOutputStream().flush();
            InputStream answer = socket.getInputStream();
            byte[] piece = new byte[PIECE];
            int heard = 0;
            int read = answer.read(piece);
            while (read >= 0 && heard < LONGEST_ANSWER) {
                heard += read;
                read = answer.read(piece);
            }
        } catch (IOException over) {
            return;
        }
    }
}
