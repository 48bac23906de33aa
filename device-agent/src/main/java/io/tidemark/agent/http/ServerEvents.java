package io.tidemark.agent.http;

import io.tidemark.protocol.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2), as far as ours need it: one {@code data} line an event, no
 * carriage returns. Bounded: no server, and nobody who plays one, fills the device's heap.
 */
final class ServerEvents {
    private static final int BUFFER = 8 * 1024;

    private final InputStream stream;
    private final int most;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int filled;

    /** @param most bytes of one line */
    ServerEvents(InputStream stream, int most) {
        this.stream = stream;
        this.most = most;
    }

    /**
     * @param id empty if the event has none
     * @param data empty if it is not JSON within our bounds
     */
    record ServerEvent(String type, Optional<String> id, Optional<Json> data) {}

    /**
     * @param alive is run at each line, comments too
     * @return empty at the end of the stream; an event that is not whole by then is none
     */
    Optional<ServerEvent> next(Runnable alive) throws IOException {
        String type = "message";
        Optional<String> id = Optional.empty();
        Optional<byte[]> data = Optional.empty();
        while (true) {
            Optional<byte[]> read = line();
            if (read.isEmpty()) {
                return Optional.empty();
            }
            alive.run();
            byte[] line = read.get();
            if (line.length == 0) {
                if (data.isPresent()) {
                    return Optional.of(new ServerEvent(type, id, Replies.json(data.get())));
                }
                type = "message";
                id = Optional.empty();
            } else if (begins(line, "data:")) {
                data = Optional.of(value(line, "data:"));
            } else if (begins(line, "event:")) {
                type = new String(value(line, "event:"), StandardCharsets.UTF_8);
            } else if (begins(line, "id:")) {
                id = Optional.of(new String(value(line, "id:"), StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean begins(byte[] line, String name) {
        byte[] start = name.getBytes(StandardCharsets.US_ASCII);
        return line.length >= start.length && Arrays.equals(line, 0, start.length, start, 0, start.length);
    }

    private static byte[] value(byte[] line, String name) {
        int start = name.length();
        return Arrays.copyOfRange(line, line.length > start && line[start] == ' ' ? start + 1 : start, line.length);
    }

    private Optional<byte[]> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (position == filled) {
                filled = stream.read(buffer);
                position = 0;
                if (filled < 0) {
                    filled = 0;
                    return Optional.empty();
                }
            }
            int end = position;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            line.write(buffer, position, end - position);
            if (line.size() > most) {
                throw new BoundedBody.TooLarge();
            }
            boolean whole = end < filled;
            position = whole ? end + 1 : end;
            if (whole) {
                return Optional.of(line.toByteArray());
            }
        }
    }
}
