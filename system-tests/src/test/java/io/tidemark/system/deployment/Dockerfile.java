package io.tidemark.system.deployment;

import java.util.ArrayList;
import java.util.List;

/** The instructions of an image, in order; of the one stage that ours have. */
record Dockerfile(String path, List<Instruction> instructions) {

    record Instruction(String name, String arguments) {}

    static Dockerfile of(Tree tree, String module) {
        String path = "deploy/docker/Dockerfile." + module;
        List<Instruction> instructions = new ArrayList<>();
        for (String line : tree.read(path).replace("\\\n", " ").lines().toList()) {
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                String[] parts = text.split("\\s+", 2);
                instructions.add(new Instruction(parts[0], parts[1]));
            }
        }
        return new Dockerfile(path, instructions);
    }

    List<String> all(String name) {
        return instructions.stream()
                .filter(instruction -> instruction.name().equals(name))
                .map(Instruction::arguments)
                .toList();
    }

    /** The arguments of the last such instruction, the one that holds; empty if there is none. */
    String last(String name) {
        List<String> found = all(name);
        return found.isEmpty() ? "" : found.getLast();
    }

    /** What is copied, without options and targets. */
    List<String> copied() {
        return all("COPY").stream()
                .flatMap(arguments -> {
                    List<String> paths = List.of(arguments.split("\\s+")).stream()
                            .filter(word -> !word.startsWith("--"))
                            .toList();
                    return paths.subList(0, paths.size() - 1).stream();
                })
                .toList();
    }
}
