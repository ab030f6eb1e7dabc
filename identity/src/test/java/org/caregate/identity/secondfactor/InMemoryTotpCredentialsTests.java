package org.caregate.identity.secondfactor;

import java.util.UUID;
import org.caregate.protocol.PersonId;

class InMemoryTotpCredentialsTests extends TotpCredentialsContract {
    private final TotpCredentials credentials = new InMemoryTotpCredentials();

    @Override
    protected TotpCredentials credentials() {
        return credentials;
    }

    @Override
    protected PersonId newPerson() {
        return new PersonId(UUID.randomUUID().toString());
    }
}
