package org.caregate.gateway.settings;

import java.time.Duration;

/**
 * How much of anything the gateway takes.
 *
 * @param rememberedTokens how many verified tokens are cached
 */
public record GatewayLimits(ConnectionLimits connections, ResourceLimits resources, int rememberedTokens) {
    /**
     * Of callers and their messages.
     *
     * @param headerBytes request line and header fields together; more is 431 (or 414 when the address alone is too long)
     * @param bodyBytes a request's body; more is 413
     * @param idleTimeout how long a connection may be silent, and a handshake or the head of a request may take in all
     * @param minimumBytesPerSecond how slowly a body may arrive, after the first idle time-out's worth of grace
     * @param drain how long {@code stop} lets running exchanges finish
     * @param lingerBytes how much of an unneeded body is read on after the answer, so that the answer arrives
     * @param lingerTime how long that is done
     */
    public record ConnectionLimits(
            int headerBytes,
            int bodyBytes,
            Duration idleTimeout,
            int minimumBytesPerSecond,
            Duration drain,
            int lingerBytes,
            Duration lingerTime) {}

    /**
     * Of resources and results.
     *
     * @param jsonDepth how deep a body or an answer may nest
     * @param bodyReferences how many stored resources the body of a restricted write may refer to, each of which is looked up
     * @param partBytes how much of a search result is proved, recorded and released at once
     * @param entryBytes one entry of a search result
     * @param resourceBytes a single resource of the upstream, which is held whole
     * @param missingStep the step of time at whose ends a restricted caller is answered 404
     */
    public record ResourceLimits(
            int jsonDepth,
            int bodyReferences,
            int partBytes,
            int entryBytes,
            int resourceBytes,
            Duration missingStep) {}

    /** The defaults. */
    public static GatewayLimits defaults() {
        return new GatewayLimits(
                new ConnectionLimits(
                        16 * 1024,
                        1024 * 1024,
                        Duration.ofSeconds(15),
                        1024,
                        Duration.ofSeconds(8),
                        256 * 1024,
                        Duration.ofSeconds(5)),
                new ResourceLimits(64, 32, 256 * 1024, 4 * 1024 * 1024, 16 * 1024 * 1024, Duration.ofMillis(100)),
                20_000);
    }

    /** The same with other bounds on sizes. */
    public GatewayLimits withSizes(int header, int body, int entry, int resource) {
        return with(
                new ConnectionLimits(
                        header,
                        body,
                        connections.idleTimeout(),
                        connections.minimumBytesPerSecond(),
                        connections.drain(),
                        connections.lingerBytes(),
                        connections.lingerTime()),
                new ResourceLimits(
                        resources.jsonDepth(),
                        resources.bodyReferences(),
                        resources.partBytes(),
                        entry,
                        resource,
                        resources.missingStep()));
    }

    /** The same with other bounds on what one resource may cost. */
    public GatewayLimits withWork(int jsonDepth, int bodyReferences, Duration missingStep) {
        return with(
                connections,
                new ResourceLimits(
                        jsonDepth,
                        bodyReferences,
                        resources.partBytes(),
                        resources.entryBytes(),
                        resources.resourceBytes(),
                        missingStep));
    }

    /** The same with another bound on bodies. */
    public GatewayLimits withBodyBytes(int bytes) {
        return withSizes(connections.headerBytes(), bytes, resources.entryBytes(), resources.resourceBytes());
    }

    /** The same with another idle time-out. */
    public GatewayLimits withIdleTimeout(Duration timeout) {
        return with(
                new ConnectionLimits(
                        connections.headerBytes(),
                        connections.bodyBytes(),
                        timeout,
                        connections.minimumBytesPerSecond(),
                        connections.drain(),
                        connections.lingerBytes(),
                        connections.lingerTime()),
                resources);
    }

    /** The same with other bounds on what is read on after an answer. */
    public GatewayLimits withLinger(int bytes, Duration time) {
        return with(
                new ConnectionLimits(
                        connections.headerBytes(),
                        connections.bodyBytes(),
                        connections.idleTimeout(),
                        connections.minimumBytesPerSecond(),
                        connections.drain(),
                        bytes,
                        time),
                resources);
    }

    private GatewayLimits with(ConnectionLimits ofConnections, ResourceLimits ofResources) {
        return new GatewayLimits(ofConnections, ofResources, rememberedTokens);
    }
}
