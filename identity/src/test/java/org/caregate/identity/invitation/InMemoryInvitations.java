package org.caregate.identity.invitation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.caregate.identity.invitation.Invitation.Chosen;
import org.caregate.identity.people.Username;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;

/** {@link Invitations} in memory. */
public final class InMemoryInvitations implements Invitations {
    private final Map<String, Invitation> unused = new TreeMap<>();
    private final List<Sensitive> used = new ArrayList<>();

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
                known.toBuilder()
                        .id(id)
                        .username(username)
                        .displayName(displayName)
                        .chosen(chosen)
                        .build()));
        return found.isPresent();
    }

    @Override
    public synchronized boolean use(String id, Chosen chosen, boolean byMaker, Instant now) {
        Optional<Invitation> found = find(id, now);
        Chosen known = found.map(Invitation::chosen).orElse(null);
        boolean same = known != null
                && Arrays.equals(known.sealedPassword(), chosen.sealedPassword())
                && Arrays.equals(known.sealedSeed(), chosen.sealedSeed());
        if (same) {
            unused.remove(id);
            used.add(new Sensitive(found.orElseThrow(), true, byMaker));
        }
        return same;
    }

    @Override
    public synchronized List<Invitation> page(@Nullable String after, int most, Instant now) {
        return unused.values().stream()
                .filter(known -> known.expiresAt().isAfter(now))
                .filter(known -> after == null || known.id().compareTo(after) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public synchronized boolean withdraw(String id, Instant now) {
        boolean works = find(id, now).isPresent();
        if (works) {
            unused.remove(id);
        }
        return works;
    }

    @Override
    public synchronized int withdrawAllOf(PersonId person) {
        int before = unused.size();
        unused.values()
                .removeIf(known -> (known.maker() instanceof Maker.ApiCaller caller && person.equals(caller.person()))
                        || (known.kind() == Invitation.Kind.RESET
                                && known.person().equals(person)));
        return before - unused.size();
    }

    @Override
    public synchronized List<Sensitive> sensitiveSince(Instant then) {
        return Stream.concat(used.stream(), unused.values().stream().map(known -> new Sensitive(known, false, false)))
                .filter(known -> known.invitation().isSensitive()
                        && known.invitation().maker() instanceof Maker.ApiCaller
                        && !known.invitation().madeAt().isBefore(then))
                .sorted(Comparator.comparing(known -> known.invitation().madeAt()))
                .toList();
    }
}
