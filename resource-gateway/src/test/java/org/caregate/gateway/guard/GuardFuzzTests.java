package org.caregate.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caregate.gateway.guard.ResponseGuard.Proof;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.ResourceCopier;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.compartment.Release;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Whatever the upstream answers: what the guard lets out is JSON of which a second reading proves the same. */
class GuardFuzzTests {
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\u0000",
            "\\ud800",
            "null",
            "1e999",
            "-0.10",
            "\"resourceType\":\"Patient\"",
            "\"reference\":\"Patient/p1\"",
            "\"reference\":\"Patient/p2\"",
            "\"subject\":{\"reference\":\"Patient/p2\"},",
            "\"subject\":",
            "\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"x\"}],",
            "\"id\":\"o1\",",
            "\"entry\":[",
            "#x",
            "http://127.0.0.1:8080/fhir/",
            "https://localhost:9443/fhir/",
            "\"identifier\":{\"value\":\"1\"},",
            "urn:uuid:1",
            "\"search\":{\"mode\":\"include\"},",
            "{\"resource\":",
            "Bundle",
            "searchset",
            "\u00e9",
            "\ufeff");

    @Test
    void singleResource_isRefused_orProvesTheSameWhenReadAgain() {
        List<String> seeds = List.of(
                Resources.patient("p1"),
                Resources.patient("p2"),
                Resources.observation("o1", "p1"),
                Resources.observation("o2", "p2"),
                "{\"resourceType\":\"Practitioner\",\"id\":\"d1\",\"name\":[{\"family\":\"D\"}]}");
        Fuzz.bytes(seeds, WORDS, input -> {
            if (!(Guards.hold(input) instanceof HeldResource held)) {
                return;
            }
            if (Guards.GUARD.prove(held, Guards.onlyP1(Permission.READ)) instanceof Proof.Proven(ProvenPart part)) {
                byte[] bytes = Guards.bytes(part);
                Set<String> patients = new HashSet<>();
                try (JsonParser again = Guards.JSON.read(bytes)) {
                    again.nextToken();
                    assertProven(again, Permission.READ, patients);
                    assertThat(again.nextToken()).isNull();
                }
                assertThat(part.patients()).isEqualTo(patients);
            }
        });
    }

    @Test
    void searchResult_isBrokenOff_orOneBundle_andHoldsNothingThatWasNotProvedAndTold() {
        List<String> seeds = List.of(
                Resources.bundle(Resources.observation("o1", "p1"), Resources.observation("o2", "p2")),
                Resources.bundle(
                        ",\"total\":2,\"link\":[{\"relation\":\"next\",\"url\":\"http://127.0.0.1:8080/fhir?page=2\"}]",
                        List.of(
                                Resources.patient("p1"),
                                Resources.observation("o3", "p1"),
                                Resources.observation("o4", "p1"),
                                Resources.patient("p2"))),
                Resources.bundle());
        Fuzz.bytes(seeds, WORDS, input -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Set<String> patients = new HashSet<>();
            Set<String> resources = new HashSet<>();
            boolean whole;
            try {
                Guards.search(input, Guards.onlyP1(Permission.SEARCH), foreign -> {}, part -> {
                    patients.addAll(part.patients());
                    resources.addAll(part.resources());
                    out.writeBytes(Guards.bytes(part));
                });
                whole = true;
            } catch (UpstreamException brokenOff) {
                whole = false;
            }
            Set<String> patientsSeen = new HashSet<>();
            List<String> resourcesSeen = new ArrayList<>();
            boolean valid = read(out.toByteArray(), patientsSeen, resourcesSeen);
            assertThat(valid).isEqualTo(whole);
            assertThat(patients).containsAll(patientsSeen);
            assertThat(resources).containsAll(resourcesSeen);
        });
    }

    /** Reads entries as far as there are any, proves each one again, and answers whether it all was one JSON value. */
    private static boolean read(byte[] bytes, Set<String> patients, List<String> resources) {
        try (JsonParser in = Guards.JSON.read(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean entries = in.currentName().equals("entry");
                in.nextToken();
                if (!entries) {
                    in.skipChildren();
                    continue;
                }
                while (in.nextToken() == JsonToken.START_OBJECT) {
                    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                        boolean resource = in.currentName().equals("resource");
                        in.nextToken();
                        if (resource) {
                            resources.add(assertProven(in, Permission.SEARCH, patients));
                        } else {
                            in.skipChildren();
                        }
                    }
                }
            }
            return in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null;
        } catch (JacksonException notWhole) {
            return false;
        }
    }

    private static String assertProven(JsonParser in, Permission permission, Set<String> patients) {
        BoundedBuffer copy = new BoundedBuffer(1 << 20);
        ScannedResource scanned;
        try (var out = Guards.JSON.write(copy)) {
            scanned = (ScannedResource)
                    ResourceCopier.forCaller(Guards.REFERENCES).copy(in, out);
        } catch (MalformedResourceException wrong) {
            throw new AssertionError("let out, and no resource", wrong);
        }
        Release release = Guards.PROOF.check(
                scanned.facts(), permission, Guards.onlyP1(permission).reaches());
        assertThat(release).isInstanceOf(Release.Proven.class);
        if (release instanceof Release.Proven proven) {
            assertThat(Set.of("p1")).containsAll(proven.patients());
            patients.addAll(proven.patients());
        }
        return scanned.facts().type() + "/" + scanned.facts().id();
    }
}
