package org.caregate.server.config;

/**
 * One thing wrong in a configuration file.
 *
 * @param line counted from 1; the line of the section when something is missing in it
 * @param path such as {@code listeners.gateway.port}; empty for the file as a whole
 */
public record Problem(String file, int line, String path, String message) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
