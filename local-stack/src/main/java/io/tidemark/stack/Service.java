package io.tidemark.stack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One of our services, from its built jar, in a process of its own. Settings go on the command line, secrets into the
 * environment.
 */
final class Service implements Part {
    private static final int PROBE_MS = 2_000;

    private final String name;
    private final Path jar;
    private final Path data;
    private final int port;
    private final Map<String, String> settings;
    private final Map<String, String> secrets;

    /** @param data a folder that belongs to this part alone; it also marks the process */
    Service(String name, Path jar, Path data, int port, Map<String, String> settings, Map<String, String> secrets) {
        this.name = name;
        this.jar = jar;
        this.data = data.toAbsolutePath().normalize();
        this.port = port;
        this.settings = Map.copyOf(settings);
        this.secrets = Map.copyOf(secrets);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public Duration startLimit() {
        return Duration.ofMinutes(3);
    }

    @Override
    public Duration stopLimit() {
        return Duration.ofSeconds(15);
    }

    @Override
    public String marker() {
        return "-Dlocal-stack.part=" + data + " ";
    }

    @Override
    public Launch prepare(PartLog log) {
        Directories.make(data);
        List<String> command = new ArrayList<>(Platform.current().tiedToParent());
        command.add(Part.java().toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        command.add("-Dlocal-stack.part=" + data);
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        return new Launch(command, secrets, data);
    }

    @Override
    public boolean ready() {
        return Ports.answers(port) && answersOk(url().resolve("/q/health/ready"));
    }

    /** Not {@code java.net.http}: its client keeps threads of its own, for a question that is asked and forgotten. */
    static boolean answersOk(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            try {
                connection.setConnectTimeout(PROBE_MS);
                connection.setReadTimeout(PROBE_MS);
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void askToStop(ProcessHandle process) {
        process.destroy();
    }
}
