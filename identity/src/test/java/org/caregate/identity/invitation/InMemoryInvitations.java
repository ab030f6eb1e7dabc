package org.caregate.identity.invitation;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.people.Username;

/** {@link Invitations} in memory. */
public final class InMemoryInvitations implements Invitations {
    private final Map<String, Invitation> unused = new HashMap<>();

    @Override
    public synchronized void add(Invitation added) {
        unused.values()
                .removeIf(known -> known.kind() == added.kind()
                        && (known.kind() == Invitation.Kind.SET_UP
                                || Objects.equals(known.username(), added.username())));
        unused.put(added.id(), added);
    }

    @Override
    public synchronized Optional<Invitation> find(String id, Instant now) {
        return Optional.ofNullable(unused.get(id))
                .filter(known -> known.expiresAt().isAfter(now));
    }

    @Override
    public synchronized boolean choose(String id, Username username, String displayName, Chosen chosen, Instant now) {
        Optional<Invitation> found = find(id, now);
        found.ifPresent(known -> unused.put(
                id,
                new Invitation(
                        id,
                        known.hash(),
                        known.kind(),
                        known.person(),
                        username,
                        displayName,
                        known.fhirUser(),
                        known.roles(),
                        known.expiresAt(),
                        chosen)));
        return found.isPresent();
    }

    @Override
    public synchronized boolean use(String id, Chosen chosen, Instant now) {
        Chosen known = find(id, now).map(Invitation::chosen).orElse(null);
        boolean same = known != null
                && Arrays.equals(known.sealedPassword(), chosen.sealedPassword())
                && Arrays.equals(known.sealedSeed(), chosen.sealedSeed());
        if (same) {
            unused.remove(id);
        }
        return same;
    }
}
