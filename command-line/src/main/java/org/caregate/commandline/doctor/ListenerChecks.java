package org.caregate.commandline.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ListenerSettings;
import org.caregate.server.config.OldestTls;
import org.caregate.server.http.ServerCertificate;
import org.jspecify.annotations.Nullable;

/** The listeners: certificates in their files, and TLS as it is really negotiated. */
final class ListenerChecks {
    private static final String GROUP = "TLS";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SOON_DAYS = 30;
    private static final int VERY_SOON_DAYS = 7;
    private static final Set<String> SUITES = Set.of(OldestTls.TLS_1_2.suites());

    private ListenerChecks() {}

    static List<DoctorCheck> of(CaregateConfiguration configuration, Clock clock) {
        List<DoctorCheck> checks = new ArrayList<>();
        add(
                checks,
                "authorization",
                configuration.authorization(),
                configuration.issuer().getHost(),
                clock);
        String gateway = configuration.resources().getFirst().base().getHost();
        add(checks, "gateway", configuration.gateway(), gateway, clock);
        checks.add(new DoctorCheck(
                "hsts",
                GROUP,
                "Browsers are instructed to use HTTPS only (HSTS)",
                () -> hsts(configuration.authorization(), configuration.issuer().getHost())));
        checks.add(new DoctorCheck(
                "ready",
                "server",
                "The server is ready",
                () -> configuration.management().speaksTls()
                        ? new NotApplicable("health is served over TLS: query /readyz from your monitoring")
                        : ready(URI.create(
                                "http://" + configuration.management().address() + ":"
                                        + configuration.management().port() + "/readyz"))));
        checks.add(new DoctorCheck(
                "management-inside",
                "server",
                "Health and metrics are served to this machine only",
                () -> managementInside(configuration.management().address())));
        return checks;
    }

    private static void add(
            List<DoctorCheck> checks, String name, ListenerSettings listener, String host, Clock clock) {
        Shown shown = new Shown(listener, host);
        checks.add(new DoctorCheck(
                name + "-certificate",
                GROUP,
                "The " + name + " listener's certificate and key match",
                () -> switch (ServerCertificate.read(listener, clock.instant())) {
                    case ServerCertificate.Result.Good good -> new Passed("" + listener.certificate());
                    case ServerCertificate.Result.Refused(String line) ->
                        new Failed(line, "Install a certificate that is valid now, and its private key.");
                }));
        checks.add(new DoctorCheck(
                name + "-negotiated", GROUP, "The " + name + " listener negotiates strong TLS", () -> {
                    Handshake made = shown.handshake();
                    return made == null ? notRunning() : negotiated(made.protocol(), made.suite());
                }));
        checks.add(new DoctorCheck(
                name + "-old-versions",
                GROUP,
                "The " + name + " listener refuses older TLS versions",
                () -> oldVersions(shown, listener, host)));
        checks.add(new DoctorCheck(
                name + "-expiry", GROUP, "The " + name + " listener's certificate does not expire soon", () -> {
                    Handshake made = shown.handshake();
                    return made == null
                            ? notRunning()
                            : expiry(made.certificate().getNotAfter().toInstant(), clock.instant());
                }));
        checks.add(new DoctorCheck(
                name + "-name", GROUP, "The " + name + " listener's certificate names its host", () -> {
                    Handshake made = shown.handshake();
                    return made == null ? notRunning() : named(made.certificate(), host);
                }));
    }

    private static DoctorResult notRunning() {
        return new NotApplicable("nothing listens: start serve and run doctor again");
    }

    /** What a listener shows, looked at once for all that is judged of it. */
    private static final class Shown {
        private final ListenerSettings listener;
        private final String host;
        private boolean looked;
        private @Nullable Handshake made;

        Shown(ListenerSettings listener, String host) {
            this.listener = listener;
            this.host = host;
        }

        synchronized @Nullable Handshake handshake() throws IOException, GeneralSecurityException {
            if (!looked) {
                made = ListenerChecks.handshake(listener, host, "TLSv1.3", "TLSv1.2");
                looked = true;
            }
            return made;
        }
    }

    /** What came of a handshake. */
    record Handshake(String protocol, String suite, X509Certificate certificate) {}

    /** With a server that shows any certificate; null when nothing listens. */
    @Nullable
    static Handshake handshake(ListenerSettings listener, String host, String... protocols)
            throws IOException, GeneralSecurityException {
        String address = listener.address().equals(ListenerSettings.EVERYWHERE) ? "127.0.0.1" : listener.address();
        try (Socket plain = new Socket()) {
            try {
                plain.connect(new InetSocketAddress(address, listener.port()), (int) PATIENCE.toMillis());
            } catch (IOException nothing) {
                return null;
            }
            plain.setSoTimeout((int) PATIENCE.toMillis());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Looking()}, null);
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, listener.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(protocols);
                if (!host.matches("[0-9.:\\[\\]]+")) {
                    parameters.setServerNames(List.of(new SNIHostName(host)));
                }
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return new Handshake(
                        socket.getSession().getProtocol(), socket.getSession().getCipherSuite(), (X509Certificate)
                                socket.getSession().getPeerCertificates()[0]);
            }
        }
    }

    static DoctorResult negotiated(String protocol, String suite) {
        return SUITES.contains(suite) && Set.of("TLSv1.3", "TLSv1.2").contains(protocol)
                ? new Passed(protocol + ", " + suite)
                : new Failed(
                        protocol + ", " + suite,
                        "Another program terminates TLS there. Configure it as RFC 9325 recommends.");
    }

    private static DoctorResult oldVersions(Shown shown, ListenerSettings listener, String host)
            throws IOException, GeneralSecurityException {
        if (shown.handshake() == null) {
            return notRunning();
        }
        if (listener.oldestTls() == OldestTls.TLS_1_2) {
            return new NotApplicable("the configuration accepts TLS 1.2");
        }
        try {
            handshake(listener, host, "TLSv1.2");
            return new Failed(
                    "it negotiated TLS 1.2, which the configuration does not accept",
                    "Another program terminates TLS there, or serve runs with a different configuration.");
        } catch (SSLException refused) {
            return new Passed("TLS 1.2 was refused");
        }
    }

    static DoctorResult expiry(Instant end, Instant now) {
        long days = Duration.between(now, end).toDays();
        if (days < VERY_SOON_DAYS) {
            return new Failed("it expires in " + days + " days", "Renew it now.");
        }
        return days < SOON_DAYS
                ? new Warning("it expires in " + days + " days", "Renew it, and automate the renewal.")
                : new Passed("expires in " + days + " days");
    }

    static DoctorResult named(X509Certificate certificate, String host) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        String wanted = host.toLowerCase(Locale.ROOT);
        boolean found = names != null
                && names.stream()
                        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                        .anyMatch(name -> name.equals(wanted)
                                || (name.startsWith("*.")
                                        && wanted.indexOf('.') > 0
                                        && wanted.substring(wanted.indexOf('.')).equals(name.substring(1))));
        return found
                ? new Passed(host)
                : new Failed(
                        "it is not for " + host,
                        "Request a certificate with the subject alternative name " + host + ".");
    }

    private static DoctorResult hsts(ListenerSettings listener, String host) throws GeneralSecurityException {
        String address = listener.address().equals(ListenerSettings.EVERYWHERE) ? "127.0.0.1" : listener.address();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Looking()}, null);
        if (host.equalsIgnoreCase("localhost")) {
            return new NotApplicable("localhost may be shared with other servers");
        }
        String authority = (Set.of("127.0.0.1", "::1").contains(address) ? "localhost" : host) + ":" + listener.port();
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(context)
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<Void> answer = BoundedCall.send(
                    http,
                    HttpRequest.newBuilder(
                                    URI.create("https://" + authority + "/.well-known/oauth-authorization-server"))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return hsts(answer.headers().firstValue("Strict-Transport-Security").orElse(""));
        } catch (SSLException otherName) {
            return new NotApplicable("the certificate does not name " + authority);
        } catch (IOException nothing) {
            return notRunning();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** On localhost the header is left out on purpose: other programs there must stay reachable (RFC 6797 §8.1.1). */
    static DoctorResult hsts(String header) {
        return header.matches(".*max-age=[1-9][0-9]{6,}.*")
                ? new Passed(header)
                : new Failed(
                        "the header is missing or short",
                        "Configure the proxy in front of Caregate to keep its response headers.");
    }

    private static DoctorResult ready(URI address) throws InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<String> answer = BoundedCall.send(
                    http,
                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            return ready(answer.statusCode(), answer.body());
        } catch (IOException nothing) {
            return notRunning();
        }
    }

    static DoctorResult ready(int status, String body) {
        return status == 200
                ? new Passed("every part is up")
                : new Failed(
                        "status " + status + ": " + body.replaceAll("[^A-Za-z\":,{} ]", ""),
                        "Fix the parts that are down.");
    }

    static DoctorResult managementInside(String address) {
        return org.caregate.server.config.Loopback.is(address)
                ? new Passed(address)
                : new Warning(
                        "it listens on " + address + " over TLS, and answers any caller",
                        "Set listeners.management.address to 127.0.0.1, or restrict it to an internal network.");
    }

    /** Looks at any certificate; what it looks at is judged, and nothing is sent that matters. */
    private static final class Looking implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
