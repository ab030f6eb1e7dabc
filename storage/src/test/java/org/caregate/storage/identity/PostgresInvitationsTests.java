package org.caregate.storage.identity;

import org.caregate.identity.invitation.Invitations;
import org.caregate.identity.invitation.InvitationsContract;
import org.caregate.storage.Database;
import org.caregate.storage.TestDatabase;

class PostgresInvitationsTests extends InvitationsContract {
    private static final Database DATABASE = TestDatabase.fresh();

    @Override
    protected Invitations invitations() {
        return new PostgresInvitations(DATABASE);
    }
}
