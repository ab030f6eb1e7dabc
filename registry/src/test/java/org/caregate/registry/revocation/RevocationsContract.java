package org.caregate.registry.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.transaction.Transactions;
import org.junit.jupiter.api.Test;

/** What every record of revocations must do. */
public abstract class RevocationsContract {
    private static final Instant LATER = Samples.NOW.plusSeconds(3600);

    protected abstract Revocations revocations();

    protected abstract RevocationFeed feed();

    protected abstract Transactions transactions();

    private long revoke(Kind kind, String value) {
        return transactions()
                .inTransaction(() -> revocations().revoke(kind, value, Samples.NOW, LATER, "REVOKED_BY_CLIENT"));
    }

    @Test
    void revocation_isReadAsItWas_byThoseWhoAreBehind() {
        long before = feed().read(-1).headVersion();
        long version = revoke(Kind.GRANT, "g1");
        assertThat(version).isGreaterThan(before);
        RevocationFeed.Page page = feed().read(before);
        assertThat(page.headVersion()).isEqualTo(version);
        assertThat(page.revocations())
                .containsExactly(new Revocation(version, Kind.GRANT, "g1", Samples.NOW, LATER, "REVOKED_BY_CLIENT"));
        assertThat(feed().read(version).revocations()).isEmpty();
    }

    @Test
    void changeOfTheRegistry_movesTheVersion_andRevokesNothing() {
        long before = feed().read(-1).headVersion();
        long version = transactions().inTransaction(() -> revocations().registryChanged());
        assertThat(version).isGreaterThan(before);
        assertThat(feed().read(before)).isEqualTo(new RevocationFeed.Page(version, List.of()));
        assertThat(revoke(Kind.GRANT, "g1")).isGreaterThan(version);
    }

    @Test
    void versions_areTheOrderOfCommits() {
        long before = feed().read(-1).headVersion();
        List<Long> versions = Race.run(20, () -> revoke(Kind.TOKEN, "t"));
        assertThat(versions).doesNotHaveDuplicates();
        assertThat(feed().read(before).revocations())
                .extracting(Revocation::version)
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(versions);
    }

    @Test
    void revocation_isTakenBack_whenItsTransactionFails() {
        long before = feed().read(-1).headVersion();
        assertThatThrownBy(() -> transactions().inTransaction(() -> {
                    revocations().revoke(Kind.CLIENT, "app", Samples.NOW, LATER, "X");
                    throw new IllegalStateException("no audit entry");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(feed().read(before).revocations()).isEmpty();
    }

    @Test
    void expiredRevocation_isNotReadAgain() {
        long before = feed().read(-1).headVersion();
        transactions()
                .inTransaction(() -> revocations()
                        .revoke(Kind.TOKEN, "t1", Samples.NOW, Instant.now().minusSeconds(1), "X"));
        assertThat(feed().read(before).revocations()).isEmpty();
        assertThat(feed().read(before).headVersion()).isGreaterThan(before);
    }
}
