package io.tidemark.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * A damaged database under another name: {@code notes.db.damaged-20261122T181500Z}, with its {@code -wal} and
 * {@code -shm}. It is never deleted. A note beside the database names it until what can be saved of it is in the new one,
 * so that a process may end at any point in between.
 */
final class SetAside {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> BESIDE = List.of("-wal", "-shm");

    private SetAside() {}

    /** @return where it is now */
    static Path move(Path database, Instant now) throws IOException {
        String name = database + ".damaged-" + TIME.format(now);
        Path aside = Path.of(name);
        for (int i = 2; Files.exists(aside); i++) {
            aside = Path.of(name + "-" + i);
        }
        Files.writeString(note(database), aside.getFileName().toString());
        // The file goes first: without its log it might be opened, and lack what was in the log.
        Files.move(database, aside);
        follow(database, aside);
        return aside;
    }

    /** One whose content is not in the new database yet. */
    static Optional<Path> pending(Path database) throws IOException {
        Path note = note(database);
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        Path aside = database.resolveSibling(Files.readString(note));
        if (Files.exists(aside)) {
            follow(database, aside);
            return Optional.of(aside);
        }
        Files.delete(note);
        return Optional.empty();
    }

    static void done(Path database) throws IOException {
        Files.deleteIfExists(note(database));
    }

    private static Path note(Path database) {
        return Path.of(database + ".salvage");
    }

    /** What the new database has beside it by now is its own. */
    private static void follow(Path database, Path aside) throws IOException {
        for (String end : BESIDE) {
            Path beside = Path.of(database + end);
            if (!Files.exists(database) && Files.exists(beside)) {
                Files.move(beside, Path.of(aside + end));
            }
        }
    }
}
