package io.tidemark.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/** The steps from a path to an open database: nobody else has it, it is sound, and it is of today's version. */
record Opening(Path file, Synchronous synchronous, IntegrityCheck check, InstantSource clock) {
    Database run() {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            return locked(StoreLock.take(file));
        } catch (IOException | SQLException e) {
            throw new StoreFailure("the database cannot be opened: " + file, e);
        }
    }

    private Database locked(StoreLock lock) throws IOException, SQLException {
        try {
            Session writer = sound();
            SetAside.done(file);
            return new Database(file, lock, writer, new Session(Connections.reader(file, synchronous)));
        } catch (IOException | SQLException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Damage that the check did not meet may show when the tables are brought up to date. */
    private Session sound() throws IOException, SQLException {
        Optional<Path> damaged = SetAside.pending(file);
        if (damaged.isEmpty() && !Inspection.isSound(file, check)) {
            damaged = Optional.of(SetAside.move(file, clock.instant()));
        }
        try {
            return upToDate(damaged);
        } catch (SQLException e) {
            if (damaged.isPresent() || !Connections.isDamage(e)) {
                throw e;
            }
            return upToDate(Optional.of(SetAside.move(file, clock.instant())));
        }
    }

    private Session upToDate(Optional<Path> damaged) throws SQLException {
        Session writer = new Session(Connections.writer(file, synchronous));
        try {
            int before = Migrations.run(writer.connection());
            if (before == 0 && damaged.isPresent()) {
                new Salvage(writer, clock.instant()).takeFrom(damaged.get());
            }
            writer.connection().commit();
            return writer;
        } catch (SQLException | RuntimeException e) {
            writer.connection().close();
            throw e;
        }
    }
}
