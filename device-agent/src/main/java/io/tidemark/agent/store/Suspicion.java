package io.tidemark.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A note beside a database in which damage was met while it was open: {@code notes.db.suspect}. The next opening looks
 * at all of it, whatever check the app has chosen.
 */
final class Suspicion {
    private Suspicion() {}

    static void raise(Path database, Exception met) {
        try {
            Files.writeString(note(database), "");
        } catch (IOException e) {
            met.addSuppressed(e);
        }
    }

    static boolean isRaised(Path database) {
        return Files.exists(note(database));
    }

    /** After the file was looked at, or is another one. */
    static void settle(Path database) throws IOException {
        Files.deleteIfExists(note(database));
    }

    private static Path note(Path database) {
        return Path.of(database + ".suspect");
    }
}
