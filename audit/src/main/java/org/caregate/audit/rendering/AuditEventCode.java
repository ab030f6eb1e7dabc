package org.caregate.audit.rendering;

import org.caregate.audit.entry.Action;
import org.jspecify.annotations.Nullable;

/**
 * What FHIR, DICOM and IHE call an action.
 *
 * @param action create, read, update, delete or execute
 * @param clientRole DICOM's role of who asked: data flows to it (110152), from it (110153), or neither is said (110150)
 */
record AuditEventCode(
        String typeSystem,
        String type,
        String subtypeSystem,
        @Nullable String subtype,
        String action,
        String clientRole,
        String serverRole) {
    private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
    private static final String DESTINATION = "110152";
    private static final String SOURCE = "110153";
    private static final String APPLICATION = "110150";

    static AuditEventCode of(Action action) {
        return switch (action) {
            case RESOURCE_READ -> rest("read", "R", DESTINATION, SOURCE);
            case RESOURCE_VREAD -> rest("vread", "R", DESTINATION, SOURCE);
            case RESOURCE_SEARCH -> rest("search-type", "E", SOURCE, DESTINATION); // the query flows to the server
            case RESOURCE_CREATE -> rest("create", "C", SOURCE, DESTINATION);
            case RESOURCE_UPDATE -> rest("update", "U", SOURCE, DESTINATION);
            case RESOURCE_CAPABILITIES -> rest("capabilities", "R", DESTINATION, SOURCE);
            case RESOURCE_OTHER -> rest(null, "E", SOURCE, DESTINATION);
            case SIGN_IN -> dicom("110114", "110122");
            case SIGN_OUT -> dicom("110114", "110123");
            case SECOND_FACTOR, CLIENT_AUTHENTICATION -> dicom("110114", null);
            case TOKEN_ISSUED, TOKEN_REFRESHED ->
                new AuditEventCode(DICOM, "110114", "urn:ihe:event-type-code", "ITI-71", "E", APPLICATION, DESTINATION);
            case CONSENT ->
                new AuditEventCode(
                        DICOM,
                        "110113",
                        "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType",
                        "AuthZ-Consent",
                        "E",
                        APPLICATION,
                        DESTINATION);
            case FACTOR_ENROLLED,
                    PASSWORD_CHANGED,
                    USER_INVITED,
                    PATIENT_INVITED,
                    RESET_LINK_MADE,
                    LINK_WITHDRAWN,
                    LINK_USED_BY_MAKER,
                    USER_ADDED,
                    USER_CHANGED -> dicom("110113", "110137");
            case ROLE_ASSIGNED -> dicom("110113", "110136");
            case CODE_REPLAYED, REFRESH_REUSE, FLOOD, ALARM, AUDIT_REOPENED -> dicom("110113", "110129");
            case TOKEN_REVOKED, GRANT_REVOKED, CLIENT_REVOKED, PERSON_REVOKED, ALL_REVOKED -> dicom("110113", "110129");
            case CLIENT_ADDED, CLIENT_CHANGED, POLICY_CHANGED, KEY_CREATED, KEY_DESTROYED -> dicom("110113", "110131");
            case SERVICE_STARTED -> dicom("110100", "110120");
            case SERVICE_STOPPED -> dicom("110100", "110121");
            case AUDIT_QUERY, AUDIT_VERIFIED -> dicom("110101", null); // Audit Log Used
            case AUDIT_EXPORT -> dicom("110106", null);
            case AUTHORIZATION_REQUEST,
                    PATIENT_CHOSEN,
                    CODE_ISSUED,
                    TOKEN_REQUEST,
                    REFRESH_REPEATED,
                    REVOCATION_REQUEST,
                    INTROSPECTION,
                    USERINFO,
                    METADATA,
                    ADMINISTRATION,
                    MESSAGE_REFUSED,
                    RECONCILED -> dicom("110100", null);
        };
    }

    private static AuditEventCode rest(
            @Nullable String interaction, String action, String clientRole, String serverRole) {
        return new AuditEventCode(
                "http://terminology.hl7.org/CodeSystem/audit-event-type",
                "rest",
                "http://hl7.org/fhir/restful-interaction",
                interaction,
                action,
                clientRole,
                serverRole);
    }

    private static AuditEventCode dicom(String type, @Nullable String subtype) {
        return new AuditEventCode(DICOM, type, DICOM, subtype, "E", APPLICATION, DESTINATION);
    }
}
