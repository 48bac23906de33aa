package io.tidemark.agent.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * The SQLite file: one connection that writes, one that reads beside it (WAL lets them), and a lock file that keeps a
 * second agent out.
 */
public final class Database implements AutoCloseable {
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private final FileChannel lockFile;
    private final FileLock lock;
    private final Session writer;
    private final Session reader;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Consumer<Set<Touched>> committed = touched -> {};

    /** A piece of work inside one transaction. */
    interface Work<T> {
        T run(Session session) throws SQLException;
    }

    private Database(FileChannel lockFile, FileLock lock, Session writer, Session reader) {
        this.lockFile = lockFile;
        this.lock = lock;
        this.writer = writer;
        this.reader = reader;
    }

    /** @throws StoreFailure if another agent has the file open, or it is of a newer version, or cannot be read */
    public static Database open(Path file, Synchronous synchronous) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            return lockAndOpen(file, synchronous);
        } catch (IOException | SQLException e) {
            throw new StoreFailure("the database cannot be opened: " + file, e);
        }
    }

    private static Database lockAndOpen(Path file, Synchronous synchronous) throws IOException, SQLException {
        FileChannel channel =
                FileChannel.open(Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Session writer = null;
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new StoreFailure("another agent has this database open: " + file, null);
            }
            writer = new Session(connect(file, synchronous, TransactionMode.IMMEDIATE));
            Migrations.run(writer.connection());
            Session reader = new Session(connect(file, synchronous, TransactionMode.DEFERRED));
            return new Database(channel, lock, writer, reader);
        } catch (SQLException | IOException | RuntimeException e) {
            if (writer != null) {
                writer.connection().close();
            }
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static Connection connect(Path file, Synchronous synchronous, TransactionMode mode) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(
                switch (synchronous) {
                    case FULL -> SynchronousMode.FULL;
                    case NORMAL -> SynchronousMode.NORMAL;
                });
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setTransactionMode(mode);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties());
        connection.setAutoCommit(false);
        return connection;
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
            T result = run(writer, writing, work);
            committed.accept(writer.takeTouched());
            return result;
        } finally {
            writing.unlock();
        }
    }

    /** One snapshot, beside any writer. */
    <T> T read(Work<T> work) {
        return run(reader, reading, work);
    }

    private static <T> T run(Session session, ReentrantLock lock, Work<T> work) {
        lock.lock();
        try {
            T result;
            try {
                result = work.run(session);
                session.connection().commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(session, e);
                throw e;
            }
            return result;
        } catch (SQLException e) {
            throw new StoreFailure("the database failed", e);
        } finally {
            lock.unlock();
        }
    }

    private static void rollBack(Session session, Exception cause) {
        try {
            session.connection().rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Waits for the transactions that run. */
    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            reader.connection().close();
            writer.connection().close();
            lock.release();
            lockFile.close();
        } catch (SQLException | IOException e) {
            throw new StoreFailure("the database could not be closed", e);
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}
