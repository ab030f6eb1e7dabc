package org.caregate.conformance.strangers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** One caller with an address of its own on this machine's loopback, over one connection that is kept. */
final class Stranger implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final URI server;
    private final Socket secure;
    private final InputStream in;

    Stranger(SSLContext trust, URI server, String address) throws IOException {
        this.server = server;
        Socket plain = new Socket();
        plain.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()), PATIENCE_MILLIS);
        plain.setSoTimeout(PATIENCE_MILLIS);
        this.secure = trust.getSocketFactory().createSocket(plain, server.getHost(), server.getPort(), true);
        this.in = new BufferedInputStream(secure.getInputStream());
    }

    /** The address of the caller of that number: 127.1.0.1 and on. */
    static String address(int number) {
        return "127." + (1 + number / 62_500) + "." + number / 250 % 250 + "." + (1 + number % 250);
    }

    /** One answer. */
    record Answer(int status, Map<String, String> fields, String body) {
        String cookie() {
            return fields.getOrDefault("set-cookie", "").split(";", 2)[0];
        }
    }

    Answer get(String path, String... fields) throws IOException {
        return send("GET " + path, "", fields);
    }

    Answer post(String path, String form, String... fields) throws IOException {
        return send("POST " + path, form, fields);
    }

    private Answer send(String line, String body, String... fields) throws IOException {
        StringBuilder head = new StringBuilder(line)
                .append(" HTTP/1.1\r\nHost: ")
                .append(server.getAuthority())
                .append("\r\nContent-Length: ")
                .append(body.length())
                .append("\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        secure.getOutputStream().write((head.append("\r\n") + body).getBytes(StandardCharsets.US_ASCII));
        secure.getOutputStream().flush();
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> received = new HashMap<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            received.putIfAbsent(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        return new Answer(status, received, body(received));
    }

    private String body(Map<String, String> fields) throws IOException {
        if (!fields.containsKey("transfer-encoding")) {
            int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        StringBuilder body = new StringBuilder();
        for (int length = Integer.parseInt(line(), 16); length > 0; length = Integer.parseInt(line(), 16)) {
            body.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
            line();
        }
        line();
        return body.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        secure.close();
    }
}
