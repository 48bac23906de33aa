package io.tidemark.stack.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, and what is appended to it since the last look. */
final class LogTail {
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private final Path file;
    private long position;

    private LogTail(Path file) {
        this.file = file;
    }

    static LogTail at(Path file) {
        return new LogTail(file);
    }

    static List<String> of(Path file, int lines) {
        return at(file).last(lines);
    }

    /** The last lines; the next call of {@link #more()} goes on from there. */
    List<String> last(int lines) {
        position = Math.max(0, file.toFile().length() - MOST_BYTES);
        List<String> all = more();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** Whole lines only; a file that was moved aside is begun anew. */
    List<String> more() {
        try (RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r")) {
            if (reader.length() < position) {
                position = 0;
            }
            byte[] bytes = new byte[(int) Math.min(MOST_BYTES, reader.length() - position)];
            reader.seek(position);
            reader.readFully(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int whole =
                    bytes.length == MOST_BYTES && text.indexOf('\n') < 0 ? bytes.length : text.lastIndexOf('\n') + 1;
            position += whole;
            return new String(bytes, 0, whole, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException absent) {
            return List.of();
        }
    }
}
