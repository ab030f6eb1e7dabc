package org.caregate.identity.invitation;

class InMemoryInvitationsTests extends InvitationsContract {
    private final Invitations invitations = new InMemoryInvitations();

    @Override
    protected Invitations invitations() {
        return invitations;
    }
}
