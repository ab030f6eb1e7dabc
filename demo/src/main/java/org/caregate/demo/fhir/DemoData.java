package org.caregate.demo.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/** The made-up people that {@code demo/make-data} stored beside the classes, one gzip file of NDJSON a type. */
public final class DemoData {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The types that this server serves. */
    public static final Set<String> TYPES = Set.of(
            "AllergyIntolerance",
            "CarePlan",
            "CareTeam",
            "Condition",
            "Device",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "Goal",
            "Group",
            "Immunization",
            "List",
            "Location",
            "Medication",
            "MedicationRequest",
            "Observation",
            "Organization",
            "Patient",
            "Practitioner",
            "PractitionerRole",
            "Procedure");

    private DemoData() {}

    /** Puts all of it into the store, types side by side. */
    public static void loadInto(ResourceStore store) {
        new TreeSet<>(TYPES).parallelStream().forEach(type -> read(type).forEach(store::load));
    }

    /** The delivered resources of one type. */
    public static List<JsonNode> read(String type) {
        try (InputStream zipped =
                DemoData.class.getResourceAsStream("/org/caregate/demo/data/" + type + ".ndjson.gz")) {
            if (zipped == null) {
                return List.of(); // served, but nothing delivered
            }
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(zipped, 1 << 16), StandardCharsets.UTF_8))) {
                return lines.lines().map(DemoData::parse).toList();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
