package org.caregate.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.protocol.PersonId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link SessionStore} keeps to. */
public abstract class SessionStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    /** The store under test; it may hold sessions of other tests, none of them older than {@code 2026-02-01}. */
    protected abstract SessionStore sessions();

    /** A person with an account and without a session, another at every call. */
    protected abstract PersonId newPerson();

    private static String random() {
        return UUID.randomUUID().toString();
    }

    private static StoredSession session(String id, @Nullable PersonId person, Instant lastSeenAt) {
        return new StoredSession(
                id,
                random(),
                new KeyedHash(3, random()),
                lastSeenAt,
                lastSeenAt,
                person,
                person == null ? null : T0.minusSeconds(5),
                person == null ? null : T0.minusSeconds(4));
    }

    @Test
    void sessionsOfAPerson_areListedNewestFirst_andFoundById() {
        PersonId person = newPerson();
        StoredSession older = session(random(), person, T0);
        StoredSession newer = session(random(), person, T0.plusSeconds(9));
        sessions().add(older);
        sessions().add(newer);
        StoredSession of = added(newPerson());

        assertThat(sessions().allOf(person)).containsExactly(newer, older);
        assertThat(sessions().find(of.id())).contains(of);
        assertThat(sessions().find(random())).isEmpty();
    }

    private StoredSession added(@Nullable PersonId person) {
        StoredSession session = session(random(), person, T0);
        sessions().add(session);
        return session;
    }

    @Test
    void addedSession_isFoundByItsCookie_asItWas() {
        StoredSession anonymous = added(null);
        StoredSession signedIn = added(newPerson());

        assertThat(sessions().findByCookie(anonymous.cookieId())).contains(anonymous);
        assertThat(sessions().findByCookie(signedIn.cookieId())).contains(signedIn);
        assertThat(sessions().findByCookie("unknown")).isEmpty();
    }

    @Test
    void takenId_orCookieId_isRefused() {
        StoredSession known = added(null);
        StoredSession sameId = session(known.id(), null, T0);
        StoredSession sameCookie =
                new StoredSession(random(), known.cookieId(), new KeyedHash(1, "h"), T0, T0, null, null, null);

        assertThatThrownBy(() -> sessions().add(sameId)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> sessions().add(sameCookie)).isInstanceOf(RuntimeException.class);

        assertThat(sessions().findByCookie(known.cookieId())).contains(known);
    }

    @Test
    void touch_movesForward_neverBack() {
        StoredSession session = added(null);

        sessions().touch(session.id(), T0.plusSeconds(60));
        sessions().touch(session.id(), T0.plusSeconds(30));
        sessions().touch("unknown", T0);

        assertThat(sessions().findByCookie(session.cookieId()).orElseThrow().lastSeenAt())
                .isEqualTo(T0.plusSeconds(60));
    }

    @Test
    void replacedSession_isFoundByItsNewCookieOnly() {
        StoredSession session = added(null);
        StoredSession successor = session(session.id(), newPerson(), T0.plusSeconds(1));

        assertThat(sessions().replace(session.cookieId(), successor)).isTrue();

        assertThat(sessions().findByCookie(session.cookieId())).isEmpty();
        assertThat(sessions().findByCookie(successor.cookieId())).contains(successor);
    }

    @Test
    void replace_withACookieOfThePast_isRefused() {
        StoredSession session = added(null);
        StoredSession second = session(session.id(), null, T0);
        sessions().replace(session.cookieId(), second);

        assertThat(sessions().replace(session.cookieId(), session(session.id(), newPerson(), T0)))
                .isFalse();
        assertThat(sessions().replace("unknown", session(random(), null, T0))).isFalse();

        assertThat(sessions().findByCookie(second.cookieId())).contains(second);
    }

    @Test
    void replace_byManyAtOnce_isDoneByExactlyOne() throws Exception {
        StoredSession session = added(null);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit(
                        () -> sessions().replace(session.cookieId(), session(session.id(), null, T0))));
            }
        }

        int replaced = 0;
        for (Future<Boolean> answer : answers) {
            replaced += answer.get() ? 1 : 0;
        }
        assertThat(replaced).isEqualTo(1);
    }

    @Test
    void endedSession_isGone() {
        StoredSession session = added(newPerson());

        assertThat(sessions().end(session.id())).isTrue();

        assertThat(sessions().end(session.id())).isFalse();
        assertThat(sessions().findByCookie(session.cookieId())).isEmpty();
        assertThat(sessions().replace(session.cookieId(), session(session.id(), null, T0)))
                .isFalse();
    }

    @Test
    void endAllOfAPerson_endsTheirs_andNoOthers() {
        PersonId person = newPerson();
        StoredSession one = added(person);
        StoredSession two = added(person);
        StoredSession others = added(newPerson());
        StoredSession anonymous = added(null);

        assertThat(sessions().endAllOf(person)).isEqualTo(2);

        assertThat(sessions().findByCookie(one.cookieId())).isEmpty();
        assertThat(sessions().findByCookie(two.cookieId())).isEmpty();
        assertThat(sessions().findByCookie(others.cookieId())).contains(others);
        assertThat(sessions().findByCookie(anonymous.cookieId())).contains(anonymous);
    }

    @Test
    void oldSessions_areRemoved_youngerOnesStay() {
        Instant limit = Instant.parse("2026-01-15T00:00:00Z");
        StoredSession old = session(random(), null, limit.minusSeconds(1));
        StoredSession young = session(random(), null, limit);
        sessions().add(old);
        sessions().add(young);

        assertThat(sessions().removeLastSeenBefore(limit)).isEqualTo(1);

        assertThat(sessions().findByCookie(old.cookieId())).isEmpty();
        assertThat(sessions().findByCookie(young.cookieId())).contains(young);
        sessions().end(young.id());
    }
}
