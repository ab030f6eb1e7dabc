package org.caregate.identity.session;

import java.util.UUID;
import org.caregate.protocol.PersonId;

class InMemorySessionStoreTests extends SessionStoreContract {
    private final SessionStore sessions = new InMemorySessionStore();

    @Override
    protected SessionStore sessions() {
        return sessions;
    }

    @Override
    protected PersonId newPerson() {
        return new PersonId(UUID.randomUUID().toString());
    }
}
