package io.tidemark.simulator.proxy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What the clients of the last connections said, from its beginning: {@value #MOST} of them, 64 KiB of each. */
final class Memory {
    static final int MOST = 12;
    static final int LONGEST = 64 * 1024;

    private final Deque<Said> last = new ArrayDeque<>();

    /** One connection's. */
    static final class Said {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        synchronized void add(byte[] piece, int length) {
            bytes.write(piece, 0, Math.min(length, LONGEST - bytes.size()));
        }

        synchronized byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    synchronized Said begin() {
        Said said = new Said();
        last.addLast(said);
        if (last.size() > MOST) {
            last.removeFirst();
        }
        return said;
    }

    /** What was said so far; a connection that lives is remembered on. */
    synchronized List<byte[]> take() {
        List<byte[]> all = new ArrayList<>();
        last.forEach(said -> all.add(said.bytes()));
        all.removeIf(bytes -> bytes.length == 0);
        return all;
    }
}
