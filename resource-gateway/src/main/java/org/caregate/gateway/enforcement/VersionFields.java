package org.caregate.gateway.enforcement;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.caregate.gateway.guard.HeldResource;

/** ETag and Last-Modified (RFC 9110 §8.8), from what was proved rather than from what the upstream's fields say. */
final class VersionFields {
    private VersionFields() {}

    static Map<String, String> of(HeldResource held, Instant now) {
        Map<String, String> fields = new LinkedHashMap<>();
        String version = held.scanned().version();
        if (version != null) {
            fields.put("ETag", "W/\"" + version + "\"");
        }
        String lastModified = LastModified.of(held.scanned().lastUpdated(), now);
        if (lastModified != null) {
            fields.put("Last-Modified", lastModified);
        }
        return fields;
    }
}
