package io.tidemark.mutants;

import io.tidemark.mutants.Mutant.NamedTest;
import io.tidemark.mutants.TestRun.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Switches each mutant on, and asks the test that it names: green without it, red with it. */
final class Hunt {
    private final Project project;
    private final List<Path> classPath;
    private final Map<NamedTest, Result> sound = new HashMap<>();

    Hunt(Project project) {
        this.project = project;
        this.classPath = project.classPath();
    }

    Verdict hunt(Mutant mutant) {
        try {
            if (sound.computeIfAbsent(mutant.test(), test -> TestRun.run(test, classPath))
                    instanceof Result.Red(String why)) {
                return new Verdict(mutant, false, "its test is red without it: " + why);
            }
            return switch (switchedOn(mutant)) {
                case Result.Red(String why) -> new Verdict(mutant, true, why);
                case Result.Green() -> new Verdict(mutant, false, "it survives its test");
            };
        } catch (InvalidMutants e) {
            return new Verdict(mutant, false, String.valueOf(e.getMessage()));
        }
    }

    private Result switchedOn(Mutant mutant) {
        Path output = folder();
        try {
            Compilation.compile(mutant, mutant.applyTo(project.source(mutant.file())), classPath, output);
            List<Path> mutated = new ArrayList<>(List.of(output));
            mutated.addAll(classPath);
            return TestRun.run(mutant.test(), mutated);
        } finally {
            remove(output);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("mutant-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
