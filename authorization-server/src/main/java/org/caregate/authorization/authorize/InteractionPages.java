package org.caregate.authorization.authorize;

import org.caregate.registry.pending.Interaction;

/** Where a question is put to the person; the pages bring the browser back to {@code /oauth2/authorize/continue}. */
@FunctionalInterface
public interface InteractionPages {
    /** Signing in has a page of its own, the others share one. */
    InteractionPages DEFAULT = (interaction, pendingId) -> switch (interaction) {
        case Interaction.SignIn signIn -> "/sign-in?pending=" + pendingId;
        case Interaction.ChoosePatient choose -> "/interaction/" + pendingId;
        case Interaction.Consent consent -> "/interaction/" + pendingId;
    };

    /** The path, with query, at the issuer. */
    String pathOf(Interaction interaction, String pendingId);
}
