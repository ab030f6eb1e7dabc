package org.caregate.identity.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.identity.InMemoryWorld;
import org.caregate.identity.PagesServer;
import org.caregate.identity.enrolment.Enrolment.Result.Enrolled;
import org.caregate.identity.secondfactor.Totp;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** One server for all tests of pages; each test has its own browser and its own people. */
public abstract class PagesTest {
    protected static final MutableClock CLOCK = MutableClock.at(Instant.parse("2026-03-01T10:00:00Z"));

    private static final PagesServer SERVER = PagesServer.start(CLOCK, 0);

    protected final Browser browser = newBrowser();

    @BeforeEach
    protected void beginAnew() {
        world().audit.recover();
        world().transactions.recover();
        world().audit.clear();
        world().flood.flushAll(); // each test is a stranger of its own
        CLOCK.advance(Duration.ofMinutes(20)); // forgets what earlier tests did from this address
    }

    protected static InMemoryWorld world() {
        return SERVER.world();
    }

    /** Which method of which page answers what. */
    protected static RequestMappingHandlerMapping mappings() {
        return SERVER.bean(RequestMappingHandlerMapping.class);
    }

    protected static Browser newBrowser() {
        return new Browser(SERVER.address());
    }

    /** Somebody new. */
    protected record Someone(String username, Enrolled enrolled) {
        public String code() {
            return Totp.code(enrolled.seed(), CLOCK.instant());
        }

        public String id() {
            return enrolled.id().value();
        }
    }

    protected static Someone patient() {
        return someone("Patient/p1", "patient");
    }

    protected static Someone clinician() {
        return someone("Practitioner/d1", "clinician");
    }

    private static Someone someone(String fhirUser, String role) {
        String username = role + "-" + UUID.randomUUID();
        Someone someone = new Someone(username, SERVER.add(username, "Somebody New", fhirUser, role));
        world().audit.clear();
        return someone;
    }

    /** Signs in with both factors, a new time step each. */
    protected static void signIn(Browser browser, Someone someone) {
        CLOCK.advance(Duration.ofSeconds(30));
        browser.get("/sign-in");
        assertThat(browser.post("/sign-in", "username", someone.username(), "password", PagesServer.PASSWORD)
                        .location())
                .isEqualTo("/sign-in/code");
        browser.get("/sign-in/code");
        assertThat(browser.post("/sign-in/code", "code", someone.code()).location())
                .isEqualTo("/");
    }

    /** What the stand-in for the authorization server asks of a browser; the id. */
    protected static String asked(Browser browser, String question) {
        String location = browser.get("/oauth2/authorize?ask=" + question).location();
        return location.substring(Math.max(location.lastIndexOf('/'), location.lastIndexOf('=')) + 1);
    }

    protected static List<String> reasons() {
        return world().audit.entries().stream().map(AuditEntry::reason).toList();
    }
}
