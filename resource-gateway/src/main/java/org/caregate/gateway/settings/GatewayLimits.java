package org.caregate.gateway.settings;

import java.time.Duration;

/**
 * How much of anything the gateway takes.
 *
 * @param headerBytes request line and header fields together; more is 431 (or 414 when the address alone is too long)
 * @param bodyBytes a request's body; more is 413
 * @param jsonDepth how deep a body or an answer may nest
 * @param bodyReferences how many stored resources the body of a restricted write may refer to, each of which is looked up
 * @param partBytes how much of a search result is proved, recorded and released at once
 * @param entryBytes one entry of a search result
 * @param resourceBytes a single resource of the upstream, which is held whole
 * @param idleTimeout how long a connection may be silent, and a handshake or the head of a request may take in all
 * @param minimumBytesPerSecond how slowly a body may arrive, after the first idle time-out's worth of grace
 * @param drain how long {@code stop} lets running exchanges finish
 * @param rememberedTokens how many verified tokens are remembered
 * @param lingerBytes how much of a body that nobody needs is read on after the answer, so that the answer arrives
 * @param lingerTime how long that is done
 */
public record GatewayLimits(
        int headerBytes,
        int bodyBytes,
        int jsonDepth,
        int bodyReferences,
        int partBytes,
        int entryBytes,
        int resourceBytes,
        Duration idleTimeout,
        int minimumBytesPerSecond,
        Duration drain,
        int rememberedTokens,
        int lingerBytes,
        Duration lingerTime) {
    /** What is right unless there is a reason. */
    public static GatewayLimits defaults() {
        return new GatewayLimits(
                16 * 1024,
                1024 * 1024,
                64,
                32,
                256 * 1024,
                4 * 1024 * 1024,
                16 * 1024 * 1024,
                Duration.ofSeconds(15),
                1024,
                Duration.ofSeconds(8),
                20_000,
                256 * 1024,
                Duration.ofSeconds(5));
    }

    /** The same with other bounds on sizes. */
    public GatewayLimits withSizes(int header, int body, int entry, int resource) {
        return new GatewayLimits(
                header,
                body,
                jsonDepth,
                bodyReferences,
                partBytes,
                entry,
                resource,
                idleTimeout,
                minimumBytesPerSecond,
                drain,
                rememberedTokens,
                lingerBytes,
                lingerTime);
    }

    /** The same with another bound on bodies. */
    public GatewayLimits withBodyBytes(int bytes) {
        return withSizes(headerBytes, bytes, entryBytes, resourceBytes);
    }

    /** The same with another idle time-out. */
    public GatewayLimits withIdleTimeout(Duration timeout) {
        return new GatewayLimits(
                headerBytes,
                bodyBytes,
                jsonDepth,
                bodyReferences,
                partBytes,
                entryBytes,
                resourceBytes,
                timeout,
                minimumBytesPerSecond,
                drain,
                rememberedTokens,
                lingerBytes,
                lingerTime);
    }

    /** The same with other bounds on what is read on after an answer. */
    public GatewayLimits withLinger(int bytes, Duration time) {
        return new GatewayLimits(
                headerBytes,
                bodyBytes,
                jsonDepth,
                bodyReferences,
                partBytes,
                entryBytes,
                resourceBytes,
                idleTimeout,
                minimumBytesPerSecond,
                drain,
                rememberedTokens,
                bytes,
                time);
    }
}
