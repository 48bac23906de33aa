package io.tidemark.simulator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link to a server that says back what it hears. */
class FaultProxyTest {
    private static final int LIMIT_MS = 10_000;
    private static final int SILENCE_MS = 300;

    private final BlockingQueue<String> heard = new ArrayBlockingQueue<>(100);

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init")
    private FaultProxy link;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        link = FaultProxy.open("test", server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void passesBothWays_whenTheWeatherIsClear() throws IOException {
        try (Socket client = client()) {
            assertThat(exchange(client, "hello")).isEqualTo("hello");
            assertThat(exchange(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void resetsWhatThereIsAndWhatComes_whenTheLinkIsCut() throws IOException {
        try (Socket client = client()) {
            exchange(client, "hello");
            // When
            link.become(new Weather.Cut());
            // Then
            assertThatThrownBy(() -> exchange(client, "again")).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> {
                    try (Socket next = client()) {
                        exchange(next, "anybody");
                    }
                })
                .isInstanceOf(IOException.class);
        // When
        link.become(Weather.CLEAR);
        // Then
        try (Socket next = client()) {
            assertThat(exchange(next, "back")).isEqualTo("back");
        }
    }

    @Test
    void holdsWhatIsSaid_untilTheSilenceIsOver() throws IOException {
        try (Socket client = client()) {
            exchange(client, "hello");
            link.become(new Weather.Silent());
            // When
            say(client, "anybody");
            client.setSoTimeout(SILENCE_MS);
            // Then
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(LIMIT_MS);
            link.become(Weather.CLEAR);
            assertThat(read(client, "anybody".length())).isEqualTo("anybody");
        }
    }

    @Test
    void deliversHalfAnAnswer_whenItIsTorn() throws IOException {
        try (Socket client = client()) {
            link.become(new Weather.Torn(3));
            // When
            say(client, "something");
            // Then: the server heard it all, the client has three letters of the answer at most
            assertThat(takeHeard()).isEqualTo("something");
            assertThatThrownBy(() -> read(client, "something".length())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysOnceMoreWhatWasSaid_whenItIsRepeated() throws IOException {
        try (Socket client = client()) {
            exchange(client, "late");
        }
        assertThat(takeHeard()).isEqualTo("late");
        // When
        assertThat(link.repeat()).isEqualTo(1);
        // Then
        assertThat(takeHeard()).isEqualTo("late");
    }

    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), link.port());
        client.setSoTimeout(LIMIT_MS);
        return client;
    }

    private static String exchange(Socket client, String text) throws IOException {
        say(client, text);
        return read(client, text.length());
    }

    private static void say(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static String read(Socket client, int length) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        InputStream in = client.getInputStream();
        while (answer.size() < length) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("it ended after " + answer.size());
            }
            answer.write(next);
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }

    private String takeHeard() {
        try {
            String text = heard.poll(LIMIT_MS, TimeUnit.MILLISECONDS);
            return text == null ? "nothing" : text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            byte[] piece = new byte[1024];
            for (int read = socket.getInputStream().read(piece);
                    read >= 0;
                    read = socket.getInputStream().read(piece)) {
                heard.add(new String(piece, 0, read, StandardCharsets.US_ASCII));
                socket.getOutputStream().write(piece, 0, read);
                socket.getOutputStream().flush();
            }
        } catch (IOException over) {
            return;
        }
    }
}
