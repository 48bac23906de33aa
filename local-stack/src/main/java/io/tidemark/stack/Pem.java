package io.tidemark.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.Base64;
import java.util.stream.Collectors;

/** Keys as text (RFC 7468). */
final class Pem {
    private static final int LINE = 64;

    private Pem() {}

    static String encode(String label, Key key) {
        byte[] newline = "\n".getBytes(StandardCharsets.US_ASCII);
        String body = Base64.getMimeEncoder(LINE, newline).encodeToString(key.getEncoded());
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    static byte[] decode(Path file) throws IOException {
        String body = Files.readString(file)
                .lines()
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());
        return Base64.getDecoder().decode(body);
    }
}
