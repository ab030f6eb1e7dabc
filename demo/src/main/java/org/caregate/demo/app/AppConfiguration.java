package org.caregate.demo.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the page gets at {@code /config.json}; nothing in it is secret, the app is a public client. */
record AppConfiguration(String clientId, URI iss) {

    private static final String SCOPE = "openid fhirUser launch/patient offline_access patient/Patient.rs"
            + " patient/Condition.rs patient/Observation.rs patient/MedicationRequest.rs patient/AllergyIntolerance.rs";

    byte[] json() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("iss", iss.toString());
        configuration.put("clientId", clientId);
        configuration.put("scope", SCOPE);
        configuration.put("redirectUri", "app.html");
        try {
            return new ObjectMapper().writeValueAsString(configuration).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
