package org.caregate.identity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.caregate.audit.AuditLog;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.crypto.credential.SignedTexts;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.keyfile.Purpose;
import org.caregate.identity.enrolment.Enrolment;
import org.caregate.identity.enrolment.Enrolment.NewPerson;
import org.caregate.identity.enrolment.Enrolment.Result.Enrolled;
import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.LinkAuthority;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.password.PasswordCredentials;
import org.caregate.identity.people.PatientLists;
import org.caregate.identity.people.PersonAccounts;
import org.caregate.identity.picker.PatientNames;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.identity.secondfactor.TotpCredentials;
import org.caregate.identity.session.CookieSession;
import org.caregate.identity.session.RequestSessions;
import org.caregate.identity.session.SessionStore;
import org.caregate.identity.throttle.AttemptCounters;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.pending.Answer;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.pending.PendingAuthorizations;
import org.caregate.registry.pending.UnstoredRequest;
import org.caregate.registry.revocation.InMemoryIssuanceFence;
import org.caregate.registry.revocation.IssuanceFence;
import org.caregate.registry.revocation.Revocations;
import org.caregate.registry.transaction.Transactions;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The pages on a real server over {@link InMemoryWorld}; {@link #main} starts it to be looked at. */
public final class PagesServer implements AutoCloseable {
    /** So many refusals of a stranger have an entry each. */
    public static final int FLOOD_FROM = 20;

    public static final String PASSWORD = "a quiet river bends north";

    private final InMemoryWorld world;
    private final ConfigurableApplicationContext context;

    private PagesServer(InMemoryWorld world, ConfigurableApplicationContext context) {
        this.world = world;
        this.context = context;
    }

    /** Starts on that port, 0 for any. */
    public static PagesServer start(Clock clock, int port) {
        InMemoryWorld world = new InMemoryWorld(clock);
        SpringApplication application = new SpringApplication(App.class);
        application.setDefaultProperties(Map.of(
                "server.port",
                Integer.toString(port),
                "server.address",
                "127.0.0.1",
                "spring.main.banner-mode",
                "off",
                "logging.level.root",
                "warn",
                "logging.level.org.caregate",
                "off"));
        ApplicationContextInitializer<GenericApplicationContext> ports = beans -> {
            beans.registerBean("world", InMemoryWorld.class, () -> world);
            beans.registerBean("clock", Clock.class, () -> world.clock);
            beans.registerBean("ring", KeyRing.class, () -> world.ring);
            beans.registerBean("transactions", Transactions.class, () -> world.transactions);
            beans.registerBean("audit", AuditLog.class, () -> world.audit);
            beans.registerBean("flood", RefusalFlood.class, () -> world.flood);
            beans.registerBean("strangers", StrangersLog.class, () -> new StrangersLog(world.audit, world.flood));
            beans.registerBean("accounts", PersonAccounts.class, () -> world.accounts);
            beans.registerBean("passwords", PasswordCredentials.class, () -> world.passwords);
            beans.registerBean("codes", TotpCredentials.class, () -> world.codes);
            beans.registerBean("invitations", Invitations.class, () -> world.invitations);
            beans.registerBean("sessions", SessionStore.class, () -> world.sessions);
            beans.registerBean("counters", AttemptCounters.class, () -> world.counters);
            beans.registerBean("clients", Clients.class, () -> world.clients);
            beans.registerBean("grants", Grants.class, () -> world.grants);
            beans.registerBean("fence", IssuanceFence.class, InMemoryIssuanceFence::new);
            beans.registerBean("revocations", Revocations.class, () -> world.revocations);
            beans.registerBean("pendings", PendingAuthorizations.class, () -> world.pending);
            beans.registerBean(
                    "authority",
                    LinkAuthority.class,
                    () -> new LinkAuthority(world.accounts, world.clients, () -> world.roles));
            beans.registerBean("lists", PatientLists.class, () -> world.lists);
            beans.registerBean("names", PatientNames.class, () -> world.names);
            beans.registerBean("settings", IdentitySettings.class, () -> world.settings);
        };
        application.addInitializers(ports);
        return new PagesServer(world, application.run());
    }

    public InMemoryWorld world() {
        return world;
    }

    public URI address() {
        WebServer server = ((WebServerApplicationContext) context).getWebServer();
        int port = server == null ? 0 : server.getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Adds somebody with {@link #PASSWORD}. */
    public Enrolled add(String username, String displayName, String fhirUser, String role) {
        Enrolment.Result result = bean(Enrolment.class)
                .add(
                        new NewPerson(username, displayName, fhirUser, Set.of(role)),
                        PASSWORD,
                        new AuditedRequest("set-up", "127.0.0.1", null, "set-up"));
        if (result instanceof Enrolled enrolled) {
            return enrolled;
        }
        throw new AssertionError(result.toString());
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(IdentityConfiguration.class)
    static class App {
        @Bean
        AskingServer askingServer(RequestSessions sessions, InMemoryWorld world) {
            return new AskingServer(sessions, world);
        }
    }

    /** In the place of the authorization server: asks what the test wants, and tells what was answered. */
    @RestController
    static final class AskingServer {
        private final RequestSessions sessions;
        private final InMemoryWorld world;

        AskingServer(RequestSessions sessions, InMemoryWorld world) {
            this.sessions = sessions;
            this.world = world;
        }

        @GetMapping("/oauth2/authorize")
        ResponseEntity<Void> authorize(
                @RequestParam String ask, HttpServletRequest request, HttpServletResponse response) {
            CookieSession session = sessions.findOrOpen(request, response);
            if (session.signedIn().isEmpty() && asked(ask) instanceof Interaction.SignIn) {
                return seeOther("/sign-in?pending=" + carried());
            }
            String id = UUID.randomUUID().toString();
            world.pending.add(PendingAuthorization.builder()
                    .id(id)
                    .browserSession(session.id())
                    .client(InMemoryWorld.APP)
                    .parameters(Map.of("redirect_uri", InMemoryWorld.REDIRECT_URI))
                    .interaction(asked(ask))
                    .answers(List.of())
                    .person(session.signedIn()
                            .map(signedIn -> signedIn.person())
                            .orElse(null))
                    .requestedAt(world.clock.instant())
                    .expiresAt(world.clock.instant().plus(Duration.ofMinutes(10)))
                    .build());
            return seeOther("/interaction/" + id);
        }

        /** As the authorization endpoint does while nobody has signed in. */
        private String carried() {
            Map<String, String> parameters =
                    Map.of("client_id", InMemoryWorld.APP.value(), "redirect_uri", InMemoryWorld.REDIRECT_URI);
            return new SignedTexts(world.ring, Purpose.WAITING_REQUEST)
                    .sign(new UnstoredRequest(parameters, world.clock.instant()).text())
                    .orElseThrow();
        }

        @PostMapping("/oauth2/authorize")
        ResponseEntity<Void> authorizeByForm(
                @RequestParam String ask, HttpServletRequest request, HttpServletResponse response) {
            return authorize(ask, request, response);
        }

        @GetMapping("/oauth2/authorize/continue")
        String goOn(@RequestParam String pending, HttpServletRequest request) {
            List<Answer> answers = sessions.find(request)
                    .flatMap(session -> world.pending.find(pending, session.id()))
                    .map(PendingAuthorization::answers)
                    .orElse(List.of());
            return "answers: " + answers;
        }

        private static Interaction asked(String ask) {
            return switch (ask) {
                case "patient" -> new Interaction.ChoosePatient(Set.of("p1", "p2", "p3"));
                case "consent" ->
                    new Interaction.Consent(
                            List.of(
                                    "openid",
                                    "fhirUser",
                                    "launch/patient",
                                    "offline_access",
                                    "patient/Patient.rs",
                                    "patient/Condition.rs?category=http://terminology.hl7.org/CodeSystem/condition-category|problem-list-item",
                                    "patient/MedicationRequest.read",
                                    "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category|vital-signs",
                                    "patient/Observation.cruds?category=http://terminology.hl7.org/CodeSystem/observation-category|survey"),
                            List.of("system/Patient.rs", "patient/Claim.rs", "teleport"),
                            "p1");
                default -> new Interaction.SignIn();
            };
        }

        private static ResponseEntity<Void> seeOther(String location) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create(location))
                    .build();
        }
    }

    /** Starts the pages on port 8089 and prints who can sign in. */
    public static void main(String[] arguments) {
        PagesServer server = start(Clock.systemUTC(), 8089);
        Enrolled rosa = server.add("rosa", "Rosa Martínez", "Patient/p1", "patient");
        Enrolled lee = server.add("dr.lee", "Dr. Morgan Lee", "Practitioner/d1", "clinician");
        System.out.println(server.address() + " password: " + PASSWORD);
        System.out.println("rosa " + rosa.seed() + " " + Totp.code(rosa.seed(), Instant.now()));
        System.out.println("dr.lee " + lee.seed() + " " + Totp.code(lee.seed(), Instant.now()));
    }
}
