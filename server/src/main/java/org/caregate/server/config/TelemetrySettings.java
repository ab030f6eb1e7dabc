package org.caregate.server.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where traces and the program's log go.
 *
 * @param endpoint an OpenTelemetry collector's OTLP over HTTP, without {@code /v1/…}
 * @param ca the certificates to believe there; null for the system's
 * @param bearerFile holds our credential there; null when it asks for none
 * @param oneIn so many requests have one trace, where the caller's trace context does not say
 */
public record TelemetrySettings(
        URI endpoint, @Nullable Path ca, @Nullable Path bearerFile, int oneIn) {}
