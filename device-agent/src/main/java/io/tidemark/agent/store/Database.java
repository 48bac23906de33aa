package io.tidemark.agent.store;

import io.tidemark.agent.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The SQLite file: one connection that writes, a few that read beside it (WAL lets them), and a lock file that keeps a
 * second agent out.
 */
public final class Database implements AutoCloseable {
    private final Path file;
    private final StoreLock lock;
    private final Session writer;
    private final Readers readers;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Consumer<Set<Touched>> committed = touched -> {};

    /** A piece of work inside one transaction. */
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    Database(Path file, StoreLock lock, Session writer, Readers readers) {
        this.file = file;
        this.lock = lock;
        this.writer = writer;
        this.readers = readers;
    }

    /**
     * A damaged file is set aside, and a new one begins with what could be saved of it.
     *
     * @throws StoreFailure if another agent has the file open, or it is of a newer version, or cannot be read
     */
    public static Database open(DatabaseSettings settings) {
        return new Opening(settings).run();
    }

    /** All damaged files that were ever set aside for this one, oldest first. */
    public List<Recovery> recoveries() {
        return read(session -> session.list(
                SalvageSql.RECOVERIES,
                row -> new Recovery(
                        Instant.ofEpochMilli(row.getLong(1)),
                        Path.of(row.getString(2)),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getBoolean(6))));
    }

    Vault vault() {
        return writer.vault();
    }

    /** Told after each commit, on the thread that wrote; it must not wait for anything, nor throw. */
    public void onCommit(Consumer<Set<Touched>> listener) {
        committed = listener;
    }

    /** One transaction of the writer: all of it, or nothing and a {@link StoreFailure}. */
    <T> T write(Work<T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction is not written to from outside while it runs");
        }
        writing.lock();
        try {
            writer.takeTouched();
            T result = run(writer, work);
            committed.accept(writer.takeTouched());
            return result;
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
    }

    /** One snapshot, beside any writer and beside other readers. */
    <T> T read(Work<T> work) {
        try {
            Session reader = readers.take();
            try {
                return run(reader, work);
            } finally {
                readers.giveBack(reader);
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static <T> T run(Session session, Work<T> work) throws SQLException {
        try {
            T result = work.run(session);
            session.connection().commit();
            return result;
        } catch (Throwable e) {
            // Errors, and what is thrown undeclared, too: the next commit must not hold half a transaction.
            rollBack(session, e);
            throw e;
        }
    }

    private StoreFailure failure(SQLException e) {
        if (Connections.isDamage(e)) {
            Suspicion.raise(file, e);
        }
        return new StoreFailure("the database failed", e);
    }

    private static void rollBack(Session session, Throwable cause) {
        try {
            session.connection().rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Waits for the transactions that run. */
    @Override
    public void close() {
        end(() -> {});
    }

    /** Closes, and writes the file anew, without what was deleted. */
    public void closeCompacted() {
        end(() -> {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("VACUUM");
            }
        });
    }

    /** The file and all that belongs to it goes; what was set aside earlier stays. */
    public void destroy() {
        end(() -> {
            for (String end : List.of("", "-wal", "-shm", ".salvage", ".suspect")) {
                Files.deleteIfExists(Path.of(file + end));
            }
        });
    }

    private interface LastStep {
        void run() throws IOException, SQLException;
    }

    private void end(LastStep last) {
        writing.lock();
        try {
            readers.close();
            writer.connection().close();
            last.run();
            lock.close();
        } catch (SQLException | IOException e) {
            throw new StoreFailure("the database could not be closed", e);
        } finally {
            writing.unlock();
        }
    }

    /** Damaged files that were set aside earlier, and are still there. */
    public List<Path> damaged() {
        return recoveries().stream().map(Recovery::file).filter(Files::exists).toList();
    }
}
