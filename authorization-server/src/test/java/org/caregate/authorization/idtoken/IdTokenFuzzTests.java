package org.caregate.authorization.idtoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.caregate.authorization.TestServer.ANNA;
import static org.caregate.authorization.TestServer.ISSUER;
import static org.caregate.authorization.TestServer.PUBLIC_APP;
import static org.caregate.authorization.TestServer.json;

import java.util.List;
import java.util.Map;
import org.caregate.authorization.Launch;
import org.caregate.authorization.TestServer;
import org.caregate.protocol.PersonId;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

/** ID tokens that come back as a hint: damaged ones are unknown, and never an exception (OpenID Connect Core §3.1.2.1). */
class IdTokenFuzzTests {
    private static final List<String> WORDS =
            List.of(".", "..", "=", "eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", "-_", "%", " ", "\u0000");

    private final TestServer server = new TestServer();
    private final Map<String, Object> tokens = json(new Launch(server, PUBLIC_APP, ANNA).tokens());

    private String token(String name) {
        return String.valueOf(tokens.get(name));
    }

    @Test
    void damagedIdTokenHint_isUnknown_orNamesWhomItWasIssuedFor() {
        IdTokenVerifier verifier = new IdTokenVerifier(server.signingKeys, ISSUER);
        String good = token("id_token");
        PersonId person = verifier.person(good, PUBLIC_APP).orElseThrow();
        Fuzz.text(
                List.of(good, good.replaceAll("[.][^.]*$", "."), token("access_token")),
                WORDS,
                text -> verifier.person(text, PUBLIC_APP)
                        .ifPresent(read -> assertThat(read).isEqualTo(person)));
    }
}
