package org.caregate.authorization.refresh;

import static org.caregate.authorization.token.TokenCheck.demand;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.caregate.authorization.token.TokenCheck;
import org.caregate.protocol.error.ProtocolError;

/** RFC 8707 §2.2. */
record ResourceOfTheGrant() implements TokenCheck<RefreshAttempt> {
    @Override
    public Optional<ProtocolError> refusal(RefreshAttempt attempt) {
        URI audience = attempt.grant().audience();
        boolean same = List.of("resource", "aud").stream()
                .flatMap(name -> attempt.form().find(name).stream())
                .allMatch(named -> audience != null && named.equals(audience.toString()));
        return demand(same, "invalid_target", "resource was not authorized", "RESOURCE_DIFFERS", "RFC 8707 §2.2");
    }
}
