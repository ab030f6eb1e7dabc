package org.caregate.audit.rendering;

import java.util.List;
import java.util.Locale;
import org.caregate.audit.proof.FoundEntry;

/** The forms in which other systems take entries, each one JSON object a line. */
public enum Rendering {
    /** FHIR R4 AuditEvent, one for each patient of an exchange. */
    FHIR {
        @Override
        public List<String> lines(FoundEntry entry, String origin) {
            return FhirAuditEvent.of(entry, origin).stream().map(JsonText::of).toList();
        }
    },
    /** Open Cybersecurity Schema Framework. */
    OCSF {
        @Override
        public List<String> lines(FoundEntry entry, String origin) {
            return List.of(JsonText.of(OcsfEvent.of(entry, origin)));
        }
    },
    /** OpenTelemetry log records. */
    OTEL {
        @Override
        public List<String> lines(FoundEntry entry, String origin) {
            return List.of(JsonText.of(OtelLogRecord.of(entry, origin)));
        }
    };

    /**
     * The lines of one entry, at least one, without line ends.
     *
     * @param origin the log's name
     */
    public abstract List<String> lines(FoundEntry entry, String origin);

    /** Whether what belongs to one exchange is one event, so that its entries are rendered together. */
    public boolean rendersExchanges() {
        return this == FHIR;
    }

    /** The lines of the entries of one exchange, which were found together. */
    public List<String> linesOfExchange(List<FoundEntry> exchange, String origin) {
        List<FoundEntry> events = rendersExchanges() ? WholeExchange.of(exchange) : exchange;
        return events.stream().flatMap(event -> lines(event, origin).stream()).toList();
    }

    /** The word of the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
