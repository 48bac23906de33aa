package io.tidemark.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The steps from a path to an open database: nobody else has it, it is sound, and it is of today's version. */
final class Opening {
    private final DatabaseSettings settings;
    private final Path file;

    Opening(DatabaseSettings settings) {
        this.settings = settings;
        this.file = settings.file();
    }

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
            Suspicion.settle(file);
            return new Database(
                    file, lock, writer, new Readers(() -> session(Connections.reader(file, settings.synchronous()))));
        } catch (IOException | SQLException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Damage that the check did not meet may show when the tables are brought up to date. */
    private Session sound() throws IOException, SQLException {
        Optional<Path> damaged = SetAside.pending(file);
        if (damaged.isEmpty() && !Inspection.isSound(settings)) {
            damaged = Optional.of(SetAside.move(file, settings.clock().instant()));
        }
        try {
            return upToDate(damaged);
        } catch (SQLException e) {
            if (damaged.isPresent() || !Connections.isDamage(e)) {
                throw e;
            }
            return upToDate(Optional.of(SetAside.move(file, settings.clock().instant())));
        }
    }

    private Session upToDate(Optional<Path> damaged) throws SQLException {
        Session writer = session(Connections.writer(file, settings.synchronous()));
        try {
            int before = Migrations.run(writer.connection());
            if (before == 0 && damaged.isPresent()) {
                new Salvage(writer, settings.account(), settings.clock().instant()).takeFrom(damaged.get());
            }
            if (settings.account().isPresent()) {
                writer.update(StateSql.CLAIM, settings.account().get());
            }
            new Upgrade(writer).to(settings.types());
            writer.connection().commit();
            return writer;
        } catch (SQLException | RuntimeException e) {
            writer.connection().close();
            throw e;
        }
    }

    private Session session(Connection connection) {
        return new Session(connection, settings.types(), settings.vault());
    }
}
