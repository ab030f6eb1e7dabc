package org.caregate.server.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;

/** The program's log as records of OpenTelemetry: what the JSON lines hold and no more, so no messages of exceptions. */
final class LogExporter extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final AttributeKey<String> REQUEST = AttributeKey.stringKey("caregate.request");

    private final LoggerProvider records;

    LogExporter(LoggerProvider records) {
        this.records = records;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLoggerName().startsWith("io.opentelemetry")) {
            return; // trouble with the collector is not the collector's to hear
        }
        LogRecordBuilder record = records.get(event.getLoggerName())
                .logRecordBuilder()
                .setTimestamp(event.getInstant())
                .setSeverity(severity(event.getLevel()))
                .setSeverityText(event.getLevel().toString())
                .setBody(event.getFormattedMessage());
        String request = event.getMDCPropertyMap().get("request");
        if (request != null) {
            record.setAttribute(REQUEST, request);
        }
        record.emit();
    }

    private static Severity severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> Severity.ERROR;
            case Level.WARN_INT -> Severity.WARN;
            case Level.INFO_INT -> Severity.INFO;
            case Level.DEBUG_INT -> Severity.DEBUG;
            default -> Severity.TRACE;
        };
    }
}
