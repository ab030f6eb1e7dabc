package org.caregate.identity.password;

import java.util.UUID;
import org.caregate.protocol.PersonId;

class InMemoryPasswordCredentialsTests extends PasswordCredentialsContract {
    private final PasswordCredentials credentials = new InMemoryPasswordCredentials();

    @Override
    protected PasswordCredentials credentials() {
        return credentials;
    }

    @Override
    protected PersonId newPerson() {
        return new PersonId(UUID.randomUUID().toString());
    }
}
