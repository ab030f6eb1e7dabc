package org.caregate.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.caregate.edge.proxy.Peers;
import org.jspecify.annotations.Nullable;

/**
 * The whole of {@code caregate.yaml}, validated.
 *
 * @param issuer the authorization server's identifier (RFC 8414 §2): https, without query and fragment
 * @param proxies the TCP balancers in front of the listeners
 * @param roles the policy file
 * @param telemetry null when there is none
 */
public record CaregateConfiguration(
        Path file,
        URI issuer,
        ListenerSettings authorization,
        ListenerSettings gateway,
        ManagementSettings management,
        Peers proxies,
        DatabaseSettings database,
        Path keyFile,
        List<ResourceSettings> resources,
        Path roles,
        TokenSettings tokens,
        AuditSettings audit,
        SessionSettings sessions,
        LogFormat logs,
        @Nullable TelemetrySettings telemetry,
        DevelopmentSettings development) {
    public CaregateConfiguration {
        resources = List.copyOf(resources);
    }

    /** The folder of the file. */
    public Path folder() {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }
}
