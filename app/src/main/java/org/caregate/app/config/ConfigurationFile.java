package org.caregate.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code caregate.yaml}; its shape is documented in architecture and README. */
public final class ConfigurationFile {
    private static final Set<String> HTTPS = Set.of("https");

    private ConfigurationFile() {}

    /**
     * The configuration in that file.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static CaregateConfiguration read(Path file) {
        return YamlFile.read(file, root -> {
            URI issuer = root.url("issuer", HTTPS);
            YamlSection listeners = root.section("listeners");
            ListenerSettings authorization = listener(listeners.section("authorization"), 8443);
            ListenerSettings gateway = listener(listeners.section("gateway"), 9443);
            ManagementSettings management = management(listeners.optionalSection("management"));
            if (listeners.optionalSection("clientCertificates") != null) {
                listeners.problem("clientCertificates", "is not served by this release: leave it out");
            }
            refuseSharedPorts(listeners, authorization, gateway, management);
            return new CaregateConfiguration(
                    file,
                    issuer,
                    authorization,
                    gateway,
                    management,
                    database(root.section("database")),
                    root.section("keys").path("file"),
                    resources(root),
                    root.readableFile("roles"),
                    tokens(root.optionalSection("tokens")),
                    audit(root.section("audit")),
                    sessions(root.optionalSection("sessions")),
                    development(root.optionalSection("development")));
        });
    }

    private static ListenerSettings listener(YamlSection section, int defaultPort) {
        return new ListenerSettings(
                section.text("address", ListenerSettings.EVERYWHERE),
                section.port("port", defaultPort),
                section.readableFile("certificate"),
                section.readableFile("key"));
    }

    private static ManagementSettings management(@Nullable YamlSection section) {
        return section == null
                ? new ManagementSettings("127.0.0.1", 9081)
                : new ManagementSettings(section.text("address", "127.0.0.1"), section.port("port", 9081));
    }

    private static void refuseSharedPorts(
            YamlSection listeners,
            ListenerSettings authorization,
            ListenerSettings gateway,
            ManagementSettings management) {
        if (authorization.port() == gateway.port()) {
            listeners.problem("gateway", "has the port of authorization");
        }
        if (management.port() == authorization.port() || management.port() == gateway.port()) {
            listeners.problem("management", "has the port of another listener");
        }
    }

    private static DatabaseSettings database(YamlSection section) {
        YamlSection bundled = section.optionalSection("bundled");
        if (bundled == null) {
            String url = section.text("url");
            if (!url.startsWith("jdbc:postgresql:") && section.has("url")) {
                section.problem("url", "must begin with jdbc:postgresql:");
            }
            if (url.contains("password=")) {
                section.problem("url", "holds a secret: name a passwordFile instead");
            }
            return new DatabaseSettings.External(
                    url,
                    account(section.section("owner")),
                    account(section.section("runtime")),
                    account(section.section("reader")));
        }
        if (section.has("url")) {
            section.problem("url", "contradicts bundled: give one of them");
        }
        return new DatabaseSettings.Bundled(bundled.path("folder"));
    }

    private static DatabaseSettings.Account account(YamlSection section) {
        return new DatabaseSettings.Account(section.text("user"), section.readableFile("passwordFile"));
    }

    private static List<ResourceSettings> resources(YamlSection root) {
        List<ResourceSettings> resources = new ArrayList<>();
        Set<URI> bases = new HashSet<>();
        for (YamlSection section : root.sections("resources")) {
            URI base = section.url("base", HTTPS);
            String kind = section.text("kind");
            if (section.has("kind") && !kind.equals("fhir-r4")) {
                section.problem("kind", "must be fhir-r4");
            }
            if (section.has("base") && !bases.add(base)) {
                section.problem("base", "is the base of two resources");
            }
            YamlSection upstream = section.section("upstream");
            YamlSection credential = upstream.optionalSection("credential");
            resources.add(new ResourceSettings(
                    base,
                    kind,
                    upstream.url("url", Set.of("http", "https")),
                    credential == null ? null : credential.readableFile("bearerFile")));
        }
        if (resources.size() > 1) {
            root.problem("resources", "one resource is served by this release");
        }
        return resources;
    }

    private static TokenSettings tokens(@Nullable YamlSection section) {
        if (section == null) {
            return new TokenSettings(TokenSettings.ACCESS, TokenSettings.REFRESH, List.of());
        }
        Duration access =
                section.duration("accessLifetime", TokenSettings.ACCESS, Duration.ofSeconds(30), Duration.ofHours(1));
        Duration refresh =
                section.duration("refreshLifetime", TokenSettings.REFRESH, Duration.ofMinutes(1), Duration.ofDays(400));
        if (refresh.compareTo(access) <= 0) {
            section.problem("refreshLifetime", "must be longer than accessLifetime");
        }
        return new TokenSettings(access, refresh, section.texts("jwksHosts"));
    }

    private static AuditSettings audit(YamlSection section) {
        return new AuditSettings(
                section.path("anchor"),
                section.duration(
                        "retention", AuditSettings.TEN_YEARS, AuditSettings.SIX_YEARS, Duration.ofDays(36_525)));
    }

    private static SessionSettings sessions(@Nullable YamlSection section) {
        if (section == null) {
            return new SessionSettings(SessionSettings.IDLE, SessionSettings.TOTAL);
        }
        Duration idle =
                section.duration("workforceIdle", SessionSettings.IDLE, Duration.ofMinutes(1), Duration.ofHours(12));
        Duration total =
                section.duration("workforceTotal", SessionSettings.TOTAL, Duration.ofMinutes(5), Duration.ofHours(24));
        if (idle.compareTo(total) > 0) {
            section.problem("workforceIdle", "must not be longer than workforceTotal");
        }
        return new SessionSettings(idle, total);
    }

    private static DevelopmentSettings development(@Nullable YamlSection section) {
        return section == null ? DevelopmentSettings.NONE : new DevelopmentSettings(section.flag("demoPeople", false));
    }
}
