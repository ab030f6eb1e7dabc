package org.caregate.audit.rendering;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Sensitive;
import org.caregate.audit.proof.FoundEntry;
import org.jspecify.annotations.Nullable;

/** An entry as one JSON object, its sensitive fields under {@code sensitive} if it has them in clear. */
public final class EntryJson {
    private EntryJson() {}

    public static String of(AuditEntry entry) {
        return of(Map.of(), entry);
    }

    /** The entry with what can be said for it. */
    public static String of(FoundEntry found) {
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("proof", found.proof().word());
        if (found.unreadable()) {
            first.put("sealed", "unreadable");
        }
        return of(first, found.entry());
    }

    /** The entry after other members; its sensitive fields, if they are in clear, come last. */
    public static String of(Map<String, ?> first, AuditEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>(first);
        put(json, "id", entry.id());
        put(json, "exchange", entry.exchangeId());
        put(json, "time", entry.time());
        put(json, "phase", entry.phase().word());
        put(json, "action", entry.action().word());
        put(json, "outcome", entry.outcome().word());
        put(json, "reason", entry.reason().isEmpty() ? null : entry.reason());
        put(json, "person", entry.person());
        put(json, "client", entry.client());
        put(json, "profile", entry.profile());
        put(json, "grant", entry.grant());
        put(json, "jti", entry.tokenId());
        put(json, "audience", entry.audience());
        put(json, "scopes", entry.scopes());
        put(json, "policy", entry.policyVersion());
        put(json, "request", entry.requestLine());
        put(json, "status", entry.httpStatus());
        put(json, "count", entry.count());
        put(json, "detail", entry.detail().isEmpty() ? null : entry.detail());
        Sensitive sensitive = entry.sensitive();
        if (!sensitive.equals(Sensitive.NONE)) {
            Map<String, Object> clear = new LinkedHashMap<>();
            put(clear, "patients", sensitive.patients().isEmpty() ? null : sensitive.patients());
            put(clear, "resources", sensitive.resources().isEmpty() ? null : sensitive.resources());
            put(clear, "sourceAddress", sensitive.sourceAddress());
            put(clear, "userAgent", sensitive.userAgent());
            put(clear, "query", sensitive.query());
            put(clear, "userName", sensitive.userName());
            put(clear, "other", sensitive.other().isEmpty() ? null : sensitive.other());
            json.put("sensitive", clear);
        }
        return JsonText.of(json);
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
