package org.caregate.protocol.scope;

/**
 * The scopes of the administration API: {@code admin/AREA.read} or {@code admin/AREA.write}. Writing does not include reading, and no
 * scope stands for several.
 */
public enum AdminScope implements Scope {
    CLIENTS_READ("clients.read"),
    CLIENTS_WRITE("clients.write"),
    PEOPLE_READ("people.read"),
    PEOPLE_WRITE("people.write"),
    GRANTS_READ("grants.read"),
    GRANTS_WRITE("grants.write"),
    KEYS_READ("keys.read"),
    KEYS_WRITE("keys.write"),
    RESOURCES_READ("resources.read"),
    AUDIT_READ("audit.read");

    private final String text;

    AdminScope(String right) {
        this.text = "admin/" + right;
    }

    @Override
    public String text() {
        return text;
    }
}
