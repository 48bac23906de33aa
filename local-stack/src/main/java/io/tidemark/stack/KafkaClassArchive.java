package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The broker's classes as an archive that the JVM maps in (JEP 350): it halves the start. Written by the first broker
 * that ends in good order, used by those after it. An archive that does not fit is passed over by the JVM, so nothing
 * here can keep a broker from starting.
 */
final class KafkaClassArchive {
    private final Path archive;
    private final Path draft;

    KafkaClassArchive(Home home) {
        String name = "kafka-" + home.kafkaFingerprint() + "-jdk" + Runtime.version();
        this.archive = home.cache().resolve(name + ".jsa");
        this.draft = home.cache().resolve(name + "-" + UUID.randomUUID() + ".draft");
    }

    List<String> flags() throws IOException {
        if (Files.exists(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:aot=off");
        }
        Files.createDirectories(archive.toAbsolutePath().getParent());
        return List.of("-XX:ArchiveClassesAtExit=" + draft, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /** A broker that was killed may have left half an archive. */
    void keepIf(boolean orderlyEnd) throws IOException {
        if (orderlyEnd && Files.exists(draft)) {
            Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
            removeOthers();
        } else {
            Files.deleteIfExists(draft);
        }
    }

    /** Archives of other jars or another JDK, some 50 MB each. A broker that has one mapped in keeps it. */
    private void removeOthers() throws IOException {
        try (Stream<Path> files = Files.list(archive.toAbsolutePath().getParent())) {
            for (Path file : files.filter(this::isAnother).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private boolean isAnother(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("kafka-") && name.endsWith(".jsa") && !file.endsWith(archive.getFileName());
    }
}
