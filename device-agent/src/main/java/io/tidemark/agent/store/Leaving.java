package io.tidemark.agent.store;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What a user leaves on the device when he signs out. The worker must have ended before. */
public final class Leaving {
    private final Database database;
    private final Export export;

    public Leaving(Database database, Export export) {
        this.database = database;
        this.export = export;
    }

    /** Operations without an outcome, and dead letters, of all scopes. */
    public long unsent() {
        return database.read(session -> session.first(LeavingSql.UNSENT, row -> row.getLong(1)))
                .orElseThrow();
    }

    /** Rows, cursors and what the server has decided go, and out of the file; unsent work stays, and shows. Closes. */
    public void keepUnsent() {
        database.write(session -> {
            for (String sql : LeavingSql.FORGET) {
                session.update(sql);
            }
            QueuedEntities.rebuildAll(session);
            return 0;
        });
        database.closeCompacted();
    }

    /**
     * One document for each scope, in an array. The file is there whole and on the disk when it returns, or not at all.
     *
     * @return how many operations were written
     */
    public long export(Path to) throws IOException {
        if (Files.exists(to)) {
            throw new IOException("there is a file of that name");
        }
        Path part = Path.of(to + ".part");
        long written = 0;
        try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                Writer out = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
            String between = "[";
            for (String scope : database.read(session -> session.list(StateSql.SCOPES, row -> row.getString(1)))) {
                out.append(between);
                written += export.unsent(scope, out);
                between = ",";
            }
            out.append("]\n");
            out.flush();
            channel.force(true);
        }
        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        return written;
    }
}
