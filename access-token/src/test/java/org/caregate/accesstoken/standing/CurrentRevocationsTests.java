package org.caregate.accesstoken.standing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.policy.decision.TestAuthentication;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.scope.Scopes;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.revocation.InMemoryRevocations;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.testing.MutableClock;
import org.junit.jupiter.api.Test;

class CurrentRevocationsTests {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final MutableClock clock = MutableClock.at(NOW);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicBoolean readsAnewWhenAsked = new AtomicBoolean();
    private final AtomicReference<RevocationView> itself = new AtomicReference<>();
    private final InMemoryRevocations revocations = new InMemoryRevocations(new InMemoryTransactions(), clock);

    @Test
    void viewThatIsProvedInTheMiddleOfTheQuestion_neverVouchesForWhatWasReadBefore() {
        RevocationView view = new RevocationView(revocations, clock, this::nanoTime, Duration.ofSeconds(5));
        itself.set(view);
        view.refresh();
        nanos.addAndGet(Duration.ofSeconds(10).toNanos());
        revocations.revoke(Kind.TOKEN, "jti-1", NOW, NOW.plusSeconds(300), "TEST");
        readsAnewWhenAsked.set(true);

        RevocationFact fact = new CurrentRevocations(view).of(token());

        assertThat(fact.fresh() && !fact.revoked()).as("fresh and not revoked").isFalse();
    }

    /** The moment freshness is looked at is when the poller's answer comes in. */
    private long nanoTime() {
        if (readsAnewWhenAsked.getAndSet(false)) {
            itself.get().refresh();
        }
        return nanos.get();
    }

    private static Authenticated token() {
        return new TestAuthentication()
                .as(new TokenClaims(
                        "jti-1",
                        TokenClaims.Holder.client(new ClientId("backend"), "SmartBackend2026"),
                        Scopes.NONE,
                        "https://api.example/fhir",
                        NOW,
                        NOW.plusSeconds(300),
                        0));
    }
}
