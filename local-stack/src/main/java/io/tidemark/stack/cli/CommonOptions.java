package io.tidemark.stack.cli;

import io.tidemark.stack.Home;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes: help, and which stack it means, known by its data folder. */
final class CommonOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The stack's data folder (default: .tidemark/data in Tidemark's folder).")
    @Nullable
    private Path configured;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    /** The folder by its real path, as the supervisor records it, when it exists. */
    Path folder() {
        Path folder = configured == null ? Home.find().defaultData() : configured.toAbsolutePath();
        try {
            return Files.exists(folder) ? folder.toRealPath() : folder.normalize();
        } catch (IOException e) {
            throw new StackException("The data folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The stack, if its supervisor is alive. */
    Optional<StackState> running() {
        return StackState.read(folder()).filter(state -> state.supervisor().isPresent());
    }

    StackState required() {
        return running()
                .orElseThrow(
                        () -> new StackException("No stack is running on " + folder() + ". Start it: ./tidemark up"));
    }

    /** What a hint must add to a command so that it means this stack. */
    String asArgument() {
        return configured == null ? "" : " --data " + configured;
    }
}
