package org.caregate.evaluation.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is who in the demo's data: read from the jar of the process that serves it, so that ids are written down once. */
record CastOfPeople(Someone patient, Someone clinician, List<Someone> panel) {
    private static final String ENTRY = "org/caregate/demo/data/people.json";

    /** A FHIR resource's logical id and name. */
    record Someone(String id, String display) {}

    static CastOfPeople in(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.getEntry(ENTRY);
            if (entry == null) {
                throw new IOException(jar + " holds no " + ENTRY);
            }
            try (InputStream in = file.getInputStream(entry)) {
                JsonNode json = JsonMapper.shared().readTree(in);
                return new CastOfPeople(
                        someone(json.required("patient")),
                        someone(json.required("clinician")),
                        json.required("clinicianGroup")
                                .required("patients")
                                .valueStream()
                                .map(CastOfPeople::someone)
                                .toList());
            }
        }
    }

    private static Someone someone(JsonNode json) {
        return new Someone(
                json.required("id").asString(), json.required("display").asString());
    }
}
