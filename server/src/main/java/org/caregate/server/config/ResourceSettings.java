package org.caregate.server.config;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One API behind the gateway.
 *
 * @param base its public address, which is the audience of its tokens (RFC 8707)
 * @param kind {@code fhir-r4}
 * @param upstream where the gateway forwards to
 * @param ca the certificates to believe there; null for the system's
 * @param bearerFile holds the gateway's own credential for the upstream; null when the upstream asks for none
 * @param limits how much the gateway takes at once
 */
public record ResourceSettings(
        URI base,
        String kind,
        URI upstream,
        @Nullable Path ca,
        @Nullable Path bearerFile,
        LimitSettings limits) {}
