package io.tidemark.stack;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a stack in the background says of itself, in {@code <data>/stack.properties}: how other commands find it.
 *
 * @param pid of the process that supervises the parts
 * @param message why it failed; empty unless it did
 */
public record StackState(long pid, Phase phase, String message, List<PartStatus> parts) {
    private static final String FILE = "stack.properties";
    private static final String SUPERVISOR = "io.tidemark.stack.cli";

    public enum Phase {
        STARTING,
        RUNNING,
        FAILED
    }

    public StackState {
        parts = List.copyOf(parts);
    }

    /** Replaces the file in one step: a reader sees the old state or the new one. */
    public void write(Path data) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("phase", phase.name());
        properties.setProperty("message", message);
        for (int index = 0; index < parts.size(); index++) {
            PartStatus part = parts.get(index);
            String line = String.join(
                    " ",
                    part.name(),
                    part.state().name(),
                    Long.toString(part.pid()),
                    Integer.toString(part.port()),
                    Integer.toString(part.starts()));
            properties.setProperty("part." + index, line);
        }
        StringWriter text = new StringWriter();
        properties.store(text, "Written by Tidemark's supervisor; not for editing");
        SecretFiles.write(data.resolve(FILE), text.toString());
    }

    /** Empty when no stack was ever started on that folder, or the last one ended in good order. */
    public static Optional<StackState> read(Path data) {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve(FILE))) {
            properties.load(reader);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StackException("Cannot read " + data.resolve(FILE) + ": " + e.getMessage(), e);
        }
        List<PartStatus> parts = new ArrayList<>();
        for (int index = 0; properties.containsKey("part." + index); index++) {
            parts.add(part(properties.getProperty("part." + index, "")));
        }
        return Optional.of(new StackState(
                Long.parseLong(properties.getProperty("pid", "0")),
                Phase.valueOf(properties.getProperty("phase", Phase.FAILED.name())),
                properties.getProperty("message", ""),
                parts));
    }

    private static PartStatus part(String line) {
        String[] fields = line.split(" ", -1);
        return new PartStatus(
                fields[0],
                PartState.valueOf(fields[1]),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]));
    }

    public static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(FILE));
    }

    /** The supervising process, if it is alive and not some other process that was given its id. */
    public Optional<ProcessHandle> supervisor() {
        return ProcessHandle.of(pid)
                .filter(process -> PidRecord.commandLine(process).contains(SUPERVISOR));
    }

    public Optional<PartStatus> named(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).findFirst();
    }
}
