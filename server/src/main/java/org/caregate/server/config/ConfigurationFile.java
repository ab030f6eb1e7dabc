package org.caregate.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.caregate.audit.LogStatus;
import org.caregate.edge.proxy.Peers;
import org.jspecify.annotations.Nullable;

/** Reads {@code caregate.yaml}; its keys are documented where they are read. */
public final class ConfigurationFile {
    private static final Set<String> HTTPS = Set.of("https");

    private ConfigurationFile() {}

    /**
     * The configuration in that file.
     *
     * @throws ConfigurationException with everything that is wrong
     */
    public static CaregateConfiguration read(Path file) {
        return YamlFile.read(file, root -> shape(file, root));
    }

    /** Every key that may be given, in the order of the file. */
    public static List<DocumentedKey> keys() {
        return YamlFile.describe(root -> shape(Path.of("caregate.yaml"), root));
    }

    private static CaregateConfiguration shape(Path file, YamlSection root) {
        URI issuer = root.url(
                "issuer", ConfiguredUrl.Shape.ORIGIN, HTTPS, "the authorization server's public address (RFC 8414)");
        YamlSection listeners = root.section("listeners");
        ListenerSettings authorization =
                listener(listeners.section("authorization"), 8443, "the authorization server and its pages");
        ListenerSettings gateway = listener(listeners.section("gateway"), 9443, "the gateway");
        ManagementSettings management = management(listeners.optionalSection("management"));
        Peers proxies = proxies(listeners);
        listeners.refuse("clientCertificates", "is not served by this release: leave it out");
        refuseSharedPorts(listeners, authorization, gateway, management);
        return new CaregateConfiguration(
                file,
                issuer,
                authorization,
                gateway,
                management,
                proxies,
                DatabaseSection.read(root.section("database")),
                root.section("keys")
                        .path("file", "the key-encryption keys, made by `init` or `keys init`; mode 0600 or 0640"),
                resources(root),
                root.readableFile("roles", "the policy file"),
                tokens(root.optionalSection("tokens")),
                audit(root.section("audit")),
                sessions(root.optionalSection("sessions")),
                logs(root.optionalSection("logs")),
                telemetry(root.optionalSection("telemetry")),
                development(root.optionalSection("development")));
    }

    private static ListenerSettings listener(YamlSection section, int defaultPort, String what) {
        return new ListenerSettings(
                section.text("address", ListenerSettings.EVERYWHERE, "where " + what + " listens"),
                section.port("port", defaultPort, "the port of " + what),
                section.readableFile("certificate", "PEM, the server's certificate first, then its chain"),
                section.secretFile("key", "PEM, PKCS #8, of that certificate"),
                oldestTls(section));
    }

    private static OldestTls oldestTls(YamlSection section) {
        String word = section.word(
                "oldestTls",
                Set.of("1.2", "1.3"),
                "1.3",
                "`1.2` also lets TLS 1.2 in, with the four ECDHE AEAD suites of BCP 195 (RFC 9325 §4.2) only");
        return word.equals("1.2") ? OldestTls.TLS_1_2 : OldestTls.TLS_1_3;
    }

    private static ManagementSettings management(@Nullable YamlSection section) {
        return section == null
                ? new ManagementSettings("127.0.0.1", 9081)
                : new ManagementSettings(
                        section.text(
                                "address",
                                "127.0.0.1",
                                "where health and metrics are answered: in plain HTTP on loopback, elsewhere over TLS with the certificate of"
                                        + " `authorization`"),
                        section.port("port", 9081, "the port of health and metrics"));
    }

    private static Peers proxies(YamlSection listeners) {
        List<Peers.Network> networks = new ArrayList<>();
        for (String text : listeners.texts(
                "proxies",
                "addresses or networks of TCP balancers, such as `10.0.0.0/24`, whose connections MUST begin with a PROXY protocol header"
                        + " (version 2 or 1); a header from any other address is refused. Applies to every listener except `management` on"
                        + " loopback")) {
            Peers.Network.parse(text)
                    .ifPresentOrElse(
                            networks::add,
                            () -> listeners.problem(
                                    "proxies", "holds what is no address and no network, such as 10.0.0.0/24"));
        }
        return new Peers(networks);
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

    private static List<ResourceSettings> resources(YamlSection root) {
        List<ResourceSettings> resources = new ArrayList<>();
        Set<URI> bases = new HashSet<>();
        for (YamlSection section : root.sections("resources")) {
            URI base = section.url(
                    "base",
                    ConfiguredUrl.Shape.PUBLIC_BASE,
                    HTTPS,
                    "the API's public base, which is the audience of its tokens (RFC 8707)");
            String kind = section.text("kind", "`fhir-r4`");
            if (section.has("kind") && !kind.equals("fhir-r4")) {
                section.problem("kind", "must be fhir-r4");
            }
            if (section.has("base") && !bases.add(base)) {
                section.problem("base", "is the base of two resources");
            }
            YamlSection upstream = section.section("upstream");
            URI url = upstream.url(
                    "url",
                    ConfiguredUrl.Shape.SERVER,
                    Set.of("http", "https"),
                    "where the gateway forwards to; `http` only on this machine's loopback");
            refusePlain(upstream, "url", url);
            resources.add(new ResourceSettings(
                    base,
                    kind,
                    url,
                    authorities(upstream),
                    credential(upstream, "the gateway's own bearer token for the API"),
                    limits(section.optionalSection("limits"))));
        }
        if (resources.size() > 1) {
            root.problem("resources", "one resource is served by this release");
        }
        return resources;
    }

    private static LimitSettings limits(@Nullable YamlSection section) {
        return section == null ? LimitSettings.DEFAULTS : LimitSettings.read(section);
    }

    private static void refusePlain(YamlSection section, String key, URI url) {
        if (section.has(key) && url.getScheme().equals("http") && !Loopback.is(url.getHost())) {
            section.problem(key, "must be https: plain HTTP is for a server on 127.0.0.1, ::1 or localhost");
        }
    }

    private static @Nullable Path authorities(YamlSection section) {
        return section.optionalFile("ca", "PEM, the certificates to trust there, in place of the system's");
    }

    private static @Nullable Path credential(YamlSection section, String means) {
        YamlSection credential = section.optionalSection("credential");
        return credential == null ? null : credential.secretFile("bearerFile", means);
    }

    private static TokenSettings tokens(@Nullable YamlSection section) {
        if (section == null) {
            return new TokenSettings(TokenSettings.ACCESS, TokenSettings.REFRESH, List.of());
        }
        Duration access = section.duration(
                "accessLifetime",
                TokenSettings.ACCESS,
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                "lifetime of an access token; for backend clients 5 minutes at most");
        Duration refresh = section.duration(
                "refreshLifetime",
                TokenSettings.REFRESH,
                Duration.ofMinutes(1),
                Duration.ofDays(400),
                "lifetime of a refresh token; each use restarts it");
        if (refresh.compareTo(access) <= 0) {
            section.problem("refreshLifetime", "must be longer than accessLifetime");
        }
        return new TokenSettings(
                access,
                refresh,
                section.texts(
                        "jwksHosts", "hosts on private addresses from which a client's `jwks_uri` may be fetched"));
    }

    private static AuditSettings audit(YamlSection section) {
        Path anchor = section.path("anchor", "a folder outside the database for the log's signed checkpoints");
        Duration retention = section.duration(
                "retention",
                AuditSettings.TEN_YEARS,
                AuditSettings.SIX_YEARS,
                Duration.ofDays(36_525),
                "how long entries stay readable; at least six years (45 CFR 164.316(b)(2)(i))");
        LogStatus.Limits limits = LogStatus.Limits.DEFAULT;
        Duration alarm = section.duration(
                "anchorAlarm",
                limits.anchorAlarm(),
                Duration.ofSeconds(35),
                Duration.ofHours(1),
                "how old the newest anchored checkpoint may be before log and metrics report it as late");
        Duration limit = section.duration(
                "anchorLimit",
                limits.anchorLimit(),
                Duration.ofSeconds(35),
                Duration.ofDays(1),
                "how old it may be before every request that must be audited is refused (503)");
        if (limit.compareTo(alarm) < 0) {
            section.problem("anchorLimit", "must not be shorter than anchorAlarm");
            limit = alarm;
        }
        return new AuditSettings(anchor, retention, new LogStatus.Limits(limits.signing(), alarm, limit));
    }

    private static SessionSettings sessions(@Nullable YamlSection section) {
        if (section == null) {
            return new SessionSettings(SessionSettings.IDLE, SessionSettings.TOTAL);
        }
        Duration idle = section.duration(
                "workforceIdle",
                SessionSettings.IDLE,
                Duration.ofMinutes(1),
                Duration.ofHours(12),
                "when an unused sign-in ends (45 CFR 164.312(a)(2)(iii))");
        Duration total = section.duration(
                "workforceTotal",
                SessionSettings.TOTAL,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                "when every sign-in ends");
        if (idle.compareTo(total) > 0) {
            section.problem("workforceIdle", "must not be longer than workforceTotal");
        }
        return new SessionSettings(idle, total);
    }

    private static LogFormat logs(@Nullable YamlSection section) {
        if (section == null) {
            return LogFormat.TEXT;
        }
        String word = section.word(
                "format",
                Set.of("text", "json"),
                "text",
                "how the program's own log is written to standard error: a line for people, or a JSON object a line");
        return word.equals("json") ? LogFormat.JSON : LogFormat.TEXT;
    }

    private static @Nullable TelemetrySettings telemetry(@Nullable YamlSection section) {
        if (section == null) {
            return null;
        }
        URI endpoint = section.url(
                "endpoint",
                ConfiguredUrl.Shape.SERVER,
                Set.of("http", "https"),
                "an OpenTelemetry collector (OTLP over HTTP, without `/v1/traces`) for traces and the program's log; `http` only"
                        + " on this machine's loopback");
        refusePlain(section, "endpoint", endpoint);
        return new TelemetrySettings(
                endpoint,
                authorities(section),
                credential(section, "the bearer token for the collector"),
                section.number(
                        "oneIn",
                        10,
                        100_000,
                        "one of so many requests is traced; a caller's `traceparent` that is sampled is always followed"));
    }

    private static DevelopmentSettings development(@Nullable YamlSection section) {
        return section == null
                ? DevelopmentSettings.NONE
                : new DevelopmentSettings(section.flag(
                        "demoPeople",
                        false,
                        "whether people whose passwords lie in a file may sign in; loopback only"));
    }
}
