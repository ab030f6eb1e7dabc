package org.caregate.conformance.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.caregate.conformance.RunningDemo;

/** One message as its bytes are, and whatever comes back until the connection ends. */
final class RawConnection {
    private static final int PATIENCE_MILLIS = 30_000;

    private RawConnection() {}

    /** An answer; of a field that came more than once, the last. */
    record Answer(int status, Map<String, String> fields, String body) {
        String field(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    /** Sends characters as the bytes of ISO 8859-1. */
    static Answer send(RunningDemo run, URI listener, String message) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(listener.getHost(), listener.getPort()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            if (!listener.getScheme().equals("https")) {
                return exchange(plain, message);
            }
            try (Socket socket = run.http()
                    .context()
                    .getSocketFactory()
                    .createSocket(plain, listener.getHost(), listener.getPort(), true)) {
                return exchange(socket, message);
            }
        }
    }

    private static Answer exchange(Socket socket, String message) throws IOException {
        socket.getOutputStream().write(message.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] parts = answer.split("\r\n\r\n", 2);
        Map<String, String> fields = new LinkedHashMap<>();
        parts[0].lines()
                .skip(1)
                .map(line -> line.split(": ?", 2))
                .forEach(field -> fields.put(field[0].toLowerCase(Locale.ROOT), field[field.length - 1]));
        return new Answer(Integer.parseInt(parts[0].split(" ", 3)[1]), fields, parts[1]);
    }
}
