package org.caregate.demo;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of the demo's process. */
sealed interface DemoArguments {

    /** Everything given and well formed; without {@code --app-port} the app is not served. */
    record Given(
            int fhirPort,
            Path credentialFile,
            @Nullable AppArguments app,
            @Nullable Path data) implements DemoArguments {}

    /** What the SMART app needs; all of it or none. */
    record AppArguments(int port, Path certificate, Path key, String clientId, URI iss) {}

    /** One line that says what is wrong. */
    record Wrong(String problem) implements DemoArguments {}

    /** The names of the options. */
    Set<String> NAMES = Set.of(
            "--fhir-port",
            "--credential-file",
            "--app-port",
            "--app-certificate",
            "--app-key",
            "--app-client-id",
            "--app-iss",
            "--data");

    /** Reads {@code --name value} pairs. */
    static DemoArguments parse(String... arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i])) {
                return new Wrong("unknown argument " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                return new Wrong(arguments[i] + " wants a value");
            }
            if (given.put(arguments[i], arguments[i + 1]) != null) {
                return new Wrong(arguments[i] + " is given twice");
            }
        }
        try {
            int fhirPort = port(given, "--fhir-port");
            Path credential = file(given, "--credential-file");
            AppArguments app = null;
            if (given.keySet().stream().anyMatch(name -> name.startsWith("--app-"))) {
                app = new AppArguments(
                        port(given, "--app-port"),
                        file(given, "--app-certificate"),
                        file(given, "--app-key"),
                        value(given, "--app-client-id"),
                        iss(given));
            }
            String data = given.get("--data");
            return new Given(fhirPort, credential, app, data == null ? null : Path.of(data));
        } catch (IllegalArgumentException wrong) {
            return new Wrong(String.valueOf(wrong.getMessage()));
        }
    }

    private static String value(Map<String, String> given, String name) {
        String value = given.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private static int port(Map<String, String> given, String name) {
        String value = value(given, name);
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException(name + " must be a port number");
        }
        return Integer.parseInt(value);
    }

    private static Path file(Map<String, String> given, String name) {
        Path path = Path.of(value(given, name));
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException(name + " is not a readable file: " + path);
        }
        return path;
    }

    private static URI iss(Map<String, String> given) {
        try {
            URI iss = new URI(value(given, "--app-iss"));
            if ("https".equals(iss.getScheme()) && iss.getHost() != null) {
                return iss;
            }
        } catch (URISyntaxException malformed) {
            // refused below, like any other address that is not https
        }
        throw new IllegalArgumentException("--app-iss must be an https address");
    }
}
