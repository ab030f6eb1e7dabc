package org.caregate.protocol.scope;

/** The scopes that are a fixed word. */
public enum NamedScope implements Scope {
    OPENID("openid"),
    FHIR_USER("fhirUser"),
    PROFILE("profile"),
    LAUNCH("launch"),
    LAUNCH_PATIENT("launch/patient"),
    OFFLINE_ACCESS("offline_access"),
    ONLINE_ACCESS("online_access");

    private final String text;

    NamedScope(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
