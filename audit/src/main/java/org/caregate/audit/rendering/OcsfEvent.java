package org.caregate.audit.rendering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.entry.Phase;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;
import org.jspecify.annotations.Nullable;

/**
 * An entry as an event of the Open Cybersecurity Schema Framework 1.9.0: Authentication (3002) when someone proves who they are, API
 * Activity (6003) otherwise. A token is named by its {@code jti}; no byte of it is shown.
 *
 * @see <a href="https://schema.ocsf.io/1.9.0/">OCSF</a>
 */
public final class OcsfEvent {
    private static final int AUTHENTICATION = 3002;
    private static final int API_ACTIVITY = 6003;
    private static final int OTHER = 99;
    private static final int INFORMATIONAL = 1;
    private static final int LOW = 2;
    private static final int HIGH = 4;

    private OcsfEvent() {}

    /**
     * The event of an entry.
     *
     * @param origin the log's name
     */
    public static Map<String, Object> of(FoundEntry found, String origin) {
        AuditEntry entry = found.entry();
        boolean authentication = switch (entry.action()) {
            case SIGN_IN, SIGN_OUT, SECOND_FACTOR, CLIENT_AUTHENTICATION -> true;
            default -> false;
        };
        int type = authentication ? AUTHENTICATION : API_ACTIVITY;
        int activity = activity(entry.action());
        Map<String, Object> user = user(entry);
        Fields event = new Fields()
                .put("class_uid", type)
                .put("class_name", authentication ? "Authentication" : "API Activity")
                .put("category_uid", type / 1000)
                .put("category_name", authentication ? "Identity & Access Management" : "Application Activity")
                .put("activity_id", activity)
                .put("activity_name", activity == OTHER ? entry.action().word() : null)
                .put("type_uid", type * 100L + activity)
                .put("time", entry.time().toEpochMilli())
                .put("severity_id", severity(entry))
                .put("status_id", status(entry))
                .put("status_code", entry.reason().isEmpty() ? null : entry.reason())
                .put("message", entry.action().word() + " " + entry.outcome().word())
                .put("metadata", metadata(entry, origin));
        if (authentication) {
            event.put("user", user)
                    .put("service", Map.of("name", origin))
                    .put("is_mfa", entry.action() == Action.SECOND_FACTOR ? true : null)
                    .put("src_endpoint", source(entry));
        } else {
            event.put("actor", actor(entry, user))
                    .put("api", api(entry, origin))
                    .put("src_endpoint", source(entry))
                    .putAll("resources", resources(entry));
        }
        return event.put("http_request", request(entry))
                .put("http_response", entry.httpStatus() == null ? null : Map.of("code", entry.httpStatus()))
                .put("unmapped", unmapped(found))
                .toMap();
    }

    /** Success, failure, or unknown: how a permitted attempt ended, its completion says. */
    private static int status(AuditEntry entry) {
        if (entry.outcome() != Outcome.PERMITTED) {
            return 2;
        }
        return entry.phase() == Phase.ATTEMPT ? 0 : 1;
    }

    private static int activity(Action action) {
        return switch (action) {
            case SIGN_IN, CLIENT_AUTHENTICATION -> 1; // Logon
            case SIGN_OUT -> 2; // Logoff
            case RESOURCE_CREATE, TOKEN_ISSUED, CODE_ISSUED, CLIENT_ADDED, USER_ADDED, KEY_CREATED -> 1;
            case RESOURCE_READ,
                    RESOURCE_VREAD,
                    RESOURCE_SEARCH,
                    RESOURCE_CAPABILITIES,
                    INTROSPECTION,
                    USERINFO,
                    METADATA,
                    AUDIT_QUERY,
                    AUDIT_EXPORT,
                    AUDIT_VERIFIED,
                    AUDIT_REOPENED -> 2;
            case RESOURCE_UPDATE,
                    TOKEN_REFRESHED,
                    CLIENT_CHANGED,
                    USER_CHANGED,
                    PASSWORD_CHANGED,
                    FACTOR_ENROLLED,
                    ROLE_ASSIGNED,
                    POLICY_CHANGED -> 3;
            case TOKEN_REVOKED, GRANT_REVOKED, CLIENT_REVOKED, PERSON_REVOKED, ALL_REVOKED, KEY_DESTROYED -> 4;
            default -> OTHER;
        };
    }

    private static int severity(AuditEntry entry) {
        return switch (entry.action()) {
            case ALARM, FLOOD, CODE_REPLAYED, REFRESH_REUSE -> HIGH;
            default -> entry.outcome() == Outcome.PERMITTED ? INFORMATIONAL : LOW;
        };
    }

    private static Map<String, Object> metadata(AuditEntry entry, String origin) {
        return new Fields()
                .put("version", "1.9.0")
                .put(
                        "product",
                        new Fields()
                                .put("name", "Caregate")
                                .put("vendor_name", "Caregate")
                                .toMap())
                .put("original_event_uid", entry.id())
                .put("correlation_uid", entry.exchangeId())
                .put("event_code", entry.action().word())
                .put("log_name", origin)
                .toMap();
    }

    /** Who acted: a person, else the client as a service, else no one known. */
    private static Map<String, Object> user(AuditEntry entry) {
        String name = entry.sensitive().userName();
        if (entry.person() != null || name != null) {
            return new Fields()
                    .put("type_id", 1)
                    .put("uid", entry.person())
                    .put("name", name)
                    .toMap();
        }
        return entry.client() != null
                ? new Fields().put("type_id", 4).put("uid", entry.client()).toMap()
                : new Fields().put("type_id", 0).put("name", "unidentified").toMap();
    }

    private static Map<String, Object> actor(AuditEntry entry, Map<String, Object> user) {
        return new Fields()
                .put("user", user)
                .put("application", entry.client() == null ? null : Map.of("uid", entry.client()))
                .put("session", entry.tokenId() == null ? null : Map.of("uid", entry.tokenId()))
                .toMap();
    }

    private static Map<String, Object> api(AuditEntry entry, String origin) {
        return new Fields()
                .put("operation", entry.action().word())
                .put("service", Map.of("name", entry.audience() == null ? origin : entry.audience()))
                .put("request", Map.of("uid", entry.exchangeId()))
                .toMap();
    }

    private static Map<String, Object> source(AuditEntry entry) {
        String address = entry.sensitive().sourceAddress();
        return address == null ? Map.of("name", "unknown") : Map.of("ip", address);
    }

    private static List<Map<String, Object>> resources(AuditEntry entry) {
        List<Map<String, Object>> resources = new ArrayList<>();
        for (String patient : entry.sensitive().patients()) {
            resources.add(
                    new Fields().put("type", "Patient").put("uid", patient).toMap());
        }
        for (String reference : entry.sensitive().resources()) {
            int slash = reference.indexOf('/');
            resources.add(new Fields()
                    .put("type", slash < 0 ? null : reference.substring(0, slash))
                    .put("uid", reference.substring(slash + 1))
                    .put("name", reference)
                    .toMap());
        }
        return resources;
    }

    private static @Nullable Map<String, Object> request(AuditEntry entry) {
        String line = entry.requestLine();
        if (line == null) {
            return null;
        }
        int space = line.indexOf(' ');
        String query = entry.sensitive().query();
        return new Fields()
                .put("http_method", space < 0 ? null : line.substring(0, space))
                .put(
                        "url",
                        new Fields()
                                .put("path", line.substring(space + 1))
                                .put("query_string", query)
                                .toMap())
                .put("user_agent", entry.sensitive().userAgent())
                .toMap();
    }

    private static Map<String, Object> unmapped(FoundEntry found) {
        AuditEntry entry = found.entry();
        return new Fields()
                .put(
                        "proof",
                        found.proof() == Proof.PROVED ? null : found.proof().word())
                .put("sealed", found.unreadable() ? "unreadable" : null)
                .put("phase", entry.phase().word())
                .put("outcome", entry.outcome().word())
                .put("profile", entry.profile())
                .put("grant", entry.grant())
                .put("scopes", entry.scopes())
                .put("policy", entry.policyVersion())
                .put("count", entry.count())
                .put("detail", entry.detail().isEmpty() ? null : entry.detail())
                .put(
                        "other",
                        entry.sensitive().other().isEmpty()
                                ? null
                                : entry.sensitive().other())
                .toMap();
    }
}
