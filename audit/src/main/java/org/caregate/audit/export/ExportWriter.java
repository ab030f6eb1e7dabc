package org.caregate.audit.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes the files of an export and lists each as it is written, so that nothing is kept in memory and nothing is left out. */
final class ExportWriter implements AutoCloseable {
    private final Path folder;
    private final MessageDigest listDigest = sha256();
    private final OutputStream list;
    private final OutputStream lines;
    private final MessageDigest linesDigest = sha256();
    private long linesLength;
    private long lineCount;
    private long files;

    ExportWriter(Path folder) throws IOException {
        this.folder = folder;
        this.list = create(Manifest.LIST);
        this.lines = create(Manifest.LINES);
    }

    private OutputStream create(String name) throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    void file(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        listed(path, sha256().digest(bytes), bytes.length);
    }

    void file(String path, String text) throws IOException {
        file(path, text.getBytes(StandardCharsets.UTF_8));
    }

    void line(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        lines.write(bytes);
        linesDigest.update(bytes);
        linesLength += bytes.length;
        lineCount++;
    }

    private void listed(String path, byte[] digest, long length) throws IOException {
        byte[] line =
                (HexFormat.of().formatHex(digest) + " " + length + " " + path + "\n").getBytes(StandardCharsets.UTF_8);
        list.write(line);
        listDigest.update(line);
        files++;
    }

    /** Ends lines and list; the digest of the list. */
    byte[] finish() throws IOException {
        lines.close();
        listed(Manifest.LINES, linesDigest.digest(), linesLength);
        list.close();
        return listDigest.digest();
    }

    long files() {
        return files;
    }

    long lines() {
        return lineCount;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
        list.close();
    }
}
