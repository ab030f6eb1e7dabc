package org.caregate.identity.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caregate.protocol.PersonId;

/** Sessions in memory, for tests. */
public final class InMemorySessionStore implements SessionStore {
    private final Map<String, StoredSession> sessions = new HashMap<>();

    @Override
    public synchronized void add(StoredSession session) {
        if (sessions.containsKey(session.id())
                || findByCookie(session.cookieId()).isPresent()) {
            throw new IllegalStateException("the session exists");
        }
        sessions.put(session.id(), session);
    }

    @Override
    public synchronized Optional<StoredSession> findByCookie(String cookieId) {
        return sessions.values().stream()
                .filter(session -> session.cookieId().equals(cookieId))
                .findFirst();
    }

    @Override
    public synchronized void touch(String id, Instant lastSeenAt) {
        sessions.computeIfPresent(
                id,
                (key, known) -> known.lastSeenAt().isAfter(lastSeenAt)
                        ? known
                        : new StoredSession(
                                known.id(),
                                known.cookieId(),
                                known.cookieHash(),
                                known.createdAt(),
                                lastSeenAt,
                                known.person(),
                                known.passwordAt(),
                                known.codeAt()));
    }

    @Override
    public synchronized boolean replace(String cookieId, StoredSession successor) {
        StoredSession known = sessions.get(successor.id());
        if (known == null || !known.cookieId().equals(cookieId)) {
            return false;
        }
        sessions.put(successor.id(), successor);
        return true;
    }

    @Override
    public synchronized List<StoredSession> allOf(PersonId person) {
        return sessions.values().stream()
                .filter(session -> person.equals(session.person()))
                .sorted(Comparator.comparing(StoredSession::createdAt)
                        .reversed()
                        .thenComparing(StoredSession::id))
                .limit(100)
                .toList();
    }

    @Override
    public synchronized Optional<StoredSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public Optional<StoredSession> lock(String id) {
        return find(id); // transactions run one after the other
    }

    @Override
    public synchronized int endAllOpenedUpTo(Instant time) {
        int before = sessions.size();
        sessions.values().removeIf(session -> !session.createdAt().isAfter(time));
        return before - sessions.size();
    }

    @Override
    public synchronized boolean end(String id) {
        return sessions.remove(id) != null;
    }

    @Override
    public synchronized int endAllOf(PersonId person) {
        int before = sessions.size();
        sessions.values().removeIf(session -> person.equals(session.person()));
        return before - sessions.size();
    }

    @Override
    public synchronized int removeLastSeenBefore(Instant then) {
        int before = sessions.size();
        sessions.values().removeIf(session -> session.lastSeenAt().isBefore(then));
        return before - sessions.size();
    }
}
