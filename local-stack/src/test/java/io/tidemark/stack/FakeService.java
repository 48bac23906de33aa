package io.tidemark.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A service as the stack sees one: a runnable jar that serves its health, and here also the settings it was given. */
final class FakeService {
    private FakeService() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.getInteger("quarkus.http.port");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> answer(exchange, "UP"));
        server.createContext("/settings", exchange -> answer(exchange, System.getProperties() + "" + System.getenv()));
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** A home with this service in place of the real ones, and the real broker and database. */
    static Home homeIn(Path folder) throws IOException {
        Home real = Home.find();
        link(folder.resolve("local-stack"), real.directory().resolve("local-stack"));
        Files.createDirectories(real.cache());
        link(folder.resolve(".tidemark/cache"), real.cache());
        jar(folder.resolve("sync-gateway/target/quarkus-app/quarkus-run.jar"));
        jar(folder.resolve("merge-service/target/quarkus-app/quarkus-run.jar"));
        return new Home(folder);
    }

    private static void link(Path from, Path to) throws IOException {
        Files.createDirectories(from.getParent());
        Files.createSymbolicLink(from, to);
    }

    private static void jar(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Path.of("target/test-classes").toAbsolutePath().toUri().toString());
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }
}
