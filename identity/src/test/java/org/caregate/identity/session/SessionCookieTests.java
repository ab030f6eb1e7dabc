package org.caregate.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.pending.InMemoryPendingAuthorizations;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class SessionCookieTests {
    @Test
    void cookie_isBoundToTheHost_overTls_hiddenFromScript_andNotSentAcrossSites() {
        BrowserSessions sessions = new BrowserSessions(
                new InMemorySessionStore(),
                new InMemoryPendingAuthorizations(new InMemoryTransactions(), Clock.systemUTC()),
                new CredentialHasher(TestKeyRings.fresh()),
                new SecureRandom(),
                SessionTimeouts.DEFAULT,
                Clock.systemUTC());
        MockHttpServletResponse response = new MockHttpServletResponse();

        SessionCookie.HOST_BOUND.write(response, sessions.open());

        assertThat(response.getHeader("Set-Cookie"))
                .matches(
                        "__Host-caregate=cgn[0-9]+_[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax");
    }
}
