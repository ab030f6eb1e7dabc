package org.caregate.audit.rendering;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.proof.FoundEntry;
import org.caregate.audit.proof.Proof;
import org.jspecify.annotations.Nullable;

/**
 * An entry as an OpenTelemetry log record in OTLP's JSON, one {@code LogsData} a line, as collectors read from files.
 *
 * <p>Attributes are those of the semantic conventions where they have a name, and {@code caregate.*} otherwise.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/">OpenTelemetry Protocol File Exporter</a>
 */
public final class OtelLogRecord {
    private OtelLogRecord() {}

    /**
     * The record of an entry, with its resource and scope.
     *
     * @param origin the log's name
     */
    public static Map<String, Object> of(FoundEntry found, String origin) {
        AuditEntry entry = found.entry();
        String time = nanos(entry.time());
        Map<String, Object> logRecord = new Fields()
                .put("timeUnixNano", time)
                .put("observedTimeUnixNano", time)
                .put("severityNumber", severity(entry.outcome()))
                .put("severityText", severityText(entry.outcome()))
                .put("eventName", "caregate.audit." + entry.action().word())
                .put(
                        "body",
                        Map.of(
                                "stringValue",
                                entry.action().word() + " " + entry.outcome().word()))
                .put("attributes", attributes(found))
                .toMap();
        return Map.of(
                "resourceLogs",
                List.of(new Fields()
                        .put(
                                "resource",
                                Map.of(
                                        "attributes",
                                        List.of(text("service.name", "caregate"), text("caregate.audit.log", origin))))
                        .put(
                                "scopeLogs",
                                List.of(new Fields()
                                        .put("scope", Map.of("name", "caregate.audit"))
                                        .put("logRecords", List.of(logRecord))
                                        .toMap()))
                        .toMap()));
    }

    /** 64-bit numbers are decimal strings in OTLP's JSON. */
    private static String nanos(Instant time) {
        return Long.toString(time.getEpochSecond() * 1_000_000_000L + time.getNano());
    }

    /** INFO, WARN, ERROR. */
    private static int severity(Outcome outcome) {
        return switch (outcome) {
            case PERMITTED -> 9;
            case REFUSED -> 13;
            case FAILED -> 17;
        };
    }

    private static String severityText(Outcome outcome) {
        return switch (outcome) {
            case PERMITTED -> "INFO";
            case REFUSED -> "WARN";
            case FAILED -> "ERROR";
        };
    }

    private static List<Map<String, Object>> attributes(FoundEntry found) {
        AuditEntry entry = found.entry();
        List<Map<String, Object>> attributes = new ArrayList<>();
        add(
                attributes,
                "caregate.proof",
                found.proof() == Proof.PROVED ? null : found.proof().word());
        add(attributes, "caregate.sealed", found.unreadable() ? "unreadable" : null);
        add(attributes, "log.record.uid", entry.id());
        add(attributes, "caregate.exchange", entry.exchangeId());
        add(attributes, "caregate.phase", entry.phase().word());
        add(attributes, "caregate.outcome", entry.outcome().word());
        add(attributes, "error.type", entry.reason().isEmpty() ? null : entry.reason());
        add(attributes, "user.id", entry.person());
        add(attributes, "user.name", entry.sensitive().userName());
        add(attributes, "client.address", entry.sensitive().sourceAddress());
        add(attributes, "user_agent.original", entry.sensitive().userAgent());
        add(attributes, "caregate.client", entry.client());
        add(attributes, "caregate.profile", entry.profile());
        add(attributes, "caregate.grant", entry.grant());
        add(attributes, "caregate.jti", entry.tokenId());
        add(attributes, "caregate.audience", entry.audience());
        add(attributes, "caregate.scopes", entry.scopes());
        add(attributes, "caregate.policy", entry.policyVersion());
        add(attributes, "caregate.request", entry.requestLine());
        add(attributes, "url.query", entry.sensitive().query());
        number(attributes, "http.response.status_code", entry.httpStatus());
        number(attributes, "caregate.count", entry.count());
        list(attributes, "caregate.patients", entry.sensitive().patients());
        list(attributes, "caregate.resources", entry.sensitive().resources());
        entry.detail().forEach((name, value) -> add(attributes, "caregate.detail." + name, value));
        entry.sensitive().other().forEach((name, value) -> add(attributes, "caregate.other." + name, value));
        return attributes;
    }

    private static void add(List<Map<String, Object>> attributes, String key, @Nullable Object value) {
        if (value != null) {
            attributes.add(text(key, value.toString()));
        }
    }

    private static void number(List<Map<String, Object>> attributes, String key, @Nullable Number value) {
        if (value != null) {
            attributes.add(attribute(key, Map.of("intValue", value.toString())));
        }
    }

    private static void list(List<Map<String, Object>> attributes, String key, List<String> values) {
        if (!values.isEmpty()) {
            List<Map<String, Object>> items = values.stream()
                    .map(value -> Map.<String, Object>of("stringValue", value))
                    .toList();
            attributes.add(attribute(key, Map.of("arrayValue", Map.of("values", items))));
        }
    }

    private static Map<String, Object> text(String key, String value) {
        return attribute(key, Map.of("stringValue", value));
    }

    private static Map<String, Object> attribute(String key, Map<String, Object> value) {
        return new Fields().put("key", key).put("value", value).toMap();
    }
}
