package org.caregate.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo's FHIR server in a process of its own, which answers only those who know its token. */
public final class FhirServer implements AutoCloseable {
    private static final Path JAR = DemoProcess.root().resolve("demo/target/caregate-demo.jar");

    private final Process process;
    private final int port;

    /** Starts it and returns once it answers. */
    public FhirServer(List<String> prefix, Path credential, int port) throws IOException {
        this.port = port;
        if (!Files.exists(credential)) {
            Files.createFile(
                    credential, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(credential, "the-gateways-own-token-0123456789");
        }
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString(),
                "--fhir-port",
                Integer.toString(port),
                "--credential-file",
                credential.toString()));
        this.process = new ProcessBuilder(command)
                .redirectError(Redirect.appendTo(Path.of("target", "fhir-" + port + ".log")
                        .toAbsolutePath()
                        .toFile()))
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("READY ")) {
                return; // it says nothing more
            }
        }
        throw new IOException("the FHIR server did not start");
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Patients whom the data knows: the one who signs in, then those of the clinician. */
    public static List<String> patients() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile());
                var in = jar.getInputStream(jar.getEntry("org/caregate/demo/data/people.json"))) {
            JsonNode json = JsonMapper.shared().readTree(in);
            List<String> ids = new ArrayList<>();
            ids.add(json.required("patient").required("id").asString());
            json.required("clinicianGroup")
                    .required("patients")
                    .valueStream()
                    .forEach(patient -> ids.add(patient.required("id").asString()));
            return List.copyOf(ids);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close(); // it ends with its input
    }
}
