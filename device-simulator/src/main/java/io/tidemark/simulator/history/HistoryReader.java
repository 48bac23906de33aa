package io.tidemark.simulator.history;

import io.tidemark.protocol.json.InvalidJson;
import io.tidemark.protocol.json.InvalidShape;
import io.tidemark.protocol.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a history from its first entry to its last, one at a time. */
public final class HistoryReader {
    private HistoryReader() {}

    /**
     * @param entries how many: the file may be written on meanwhile
     * @throws IOException also of a line that is no entry, and if there are fewer
     */
    public static void read(Path file, long entries, Consumer<Entry> each) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (long number = 1; number <= entries; number++) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the history ends after " + (number - 1) + " of " + entries + " entries");
                }
                each.accept(entry(line, number));
            }
        }
    }

    private static Entry entry(String line, long number) throws IOException {
        try {
            return EntryCodec.read(JsonReader.read(line));
        } catch (InvalidJson | InvalidShape e) {
            throw new IOException("line " + number + " of the history is no entry: " + e.getMessage(), e);
        }
    }
}
