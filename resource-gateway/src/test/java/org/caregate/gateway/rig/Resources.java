package org.caregate.gateway.rig;

import java.util.List;

/** Small FHIR resources as text. */
public final class Resources {
    private Resources() {}

    public static String patient(String id) {
        return "{\"resourceType\":\"Patient\",\"id\":\"" + id
                + "\",\"meta\":{\"versionId\":\"1\"},\"name\":[{\"family\":\"Canary-" + id + "\"}]}";
    }

    public static String observation(String id, String patient) {
        return observation(id, patient, "1", "vital-signs");
    }

    public static String observation(String id, String patient, String version, String category) {
        return "{\"resourceType\":\"Observation\",\"id\":\"" + id + "\",\"meta\":{\"versionId\":\"" + version
                + "\"},\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":"
                + "\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"" + category
                + "\"}]}],\"code\":{\"text\":\"weight\"},\"subject\":{\"reference\":\"Patient/" + patient
                + "\"},\"valueQuantity\":{\"value\":70.10}}";
    }

    public static String bundle(String more, List<String> resources) {
        StringBuilder json = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"searchset\"").append(more);
        if (!resources.isEmpty()) {
            json.append(",\"entry\":[");
            for (int i = 0; i < resources.size(); i++) {
                json.append(i == 0 ? "" : ",")
                        .append("{\"fullUrl\":\"urn:x\",\"resource\":")
                        .append(resources.get(i))
                        .append(",\"search\":{\"mode\":\"match\"}}");
            }
            json.append(']');
        }
        return json.append('}').toString();
    }

    public static String bundle(String... resources) {
        return bundle("", List.of(resources));
    }
}
