package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What this operating system offers for child processes: found out once, by trying. */
final class Platform {
    private static final long PROBE_SECONDS = 10;
    private static final String NOBODY = "65534";

    private static final String SETSID = "setsid";

    private final @Nullable String setpriv;
    private final boolean root;
    private final boolean userNamespaces;

    private Platform(@Nullable String setpriv, boolean root, boolean userNamespaces) {
        this.setpriv = setpriv;
        this.root = root;
        this.userNamespaces = userNamespaces;
    }

    private static final class Found {
        static final Platform THIS = probe();
    }

    static Platform current() {
        return Found.THIS;
    }

    /** The same platform as one without user namespaces, as in a locked-down container. */
    Platform withoutUserNamespaces() {
        return new Platform(setpriv, root, false);
    }

    private static Platform probe() {
        boolean root = "root".equals(System.getProperty("user.name"));
        String setpriv = inPath("setpriv").map(Path::toString).orElse(null);
        boolean dies = setpriv != null && succeeds(List.of(SETSID, setpriv, "--pdeathsig", "KILL", "true"));
        boolean namespaces = root && succeeds(List.of("unshare", "-U", "true"));
        return new Platform(dies ? setpriv : null, root, namespaces);
    }

    /**
     * In front of a child that must end with the thread that spawned it, and so with this process, however it ends. In
     * a session of its own: Ctrl-C at a terminal goes to a whole process group, and would stop the parts in no order.
     */
    List<String> tiedToParent() {
        return setpriv == null ? List.of() : List.of(SETSID, setpriv, "--pdeathsig", "KILL");
    }

    /**
     * In front of PostgreSQL, which refuses to run as root. The death signal is asked for after the change of
     * credentials, since the kernel forgets it in some of them.
     */
    List<String> asUnprivileged() {
        List<String> prefix = new ArrayList<>();
        if (root && userNamespaces) {
            prefix.addAll(List.of("unshare", "-U"));
        } else if (root) {
            prefix.addAll(List.of(requiredSetpriv(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        prefix.addAll(tiedToParent());
        return List.copyOf(prefix);
    }

    /** Hands a folder to the uid that PostgreSQL will have, where that is another one. */
    void giveToUnprivileged(Path folder) {
        if (root && !userNamespaces && !succeeds(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()))) {
            throw new StackException("PostgreSQL must not run as root, and " + folder
                    + " cannot be handed to another user. Run as a normal user.");
        }
    }

    private String requiredSetpriv() {
        if (setpriv == null) {
            throw new StackException("PostgreSQL must not run as root, and neither 'unshare -U' nor 'setpriv' works"
                    + " here. Run as a normal user, or install util-linux.");
        }
        return setpriv;
    }

    static Optional<Path> inPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.of(path.split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
