package org.caregate.storage.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.revocation.Revocation;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.storage.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A revocation ends what is being issued while it runs, whichever of the two comes first. */
class IssuanceFenceTests {
    private static final int ISSUERS = 6;

    private final Database database = RegistryTables.emptied();
    private final PostgresClients clients = new PostgresClients(database);
    private final PostgresGrants grants = new PostgresGrants(database);
    private final PostgresPendingAuthorizations pendings = new PostgresPendingAuthorizations(database);
    private final PostgresIssuanceFence fence = new PostgresIssuanceFence(database);

    @BeforeEach
    void thereIsAClient() {
        clients.add(Samples.client(Samples.APP));
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"PERSON", "CLIENT", "ALL"})
    void grantIssuedWhileEverythingIsRevoked_isRevokedToo_orNotIssued(Kind kind) {
        for (int round = 0; round < 5; round++) {
            race(kind);
        }
    }

    private void race(Kind kind) {
        for (int i = 0; i < ISSUERS; i++) {
            pendings.add(Samples.pending("p" + i, "session-" + i, Samples.NOW.plusSeconds(600)));
        }
        AtomicInteger number = new AtomicInteger();
        Race.run(ISSUERS + 1, () -> {
            int mine = number.getAndIncrement();
            if (mine == ISSUERS / 2) {
                Thread.sleep(3);
                return revoke(kind);
            }
            return issue(
                    "p" + mine % ISSUERS, "session-" + mine % ISSUERS, kind + "-" + mine + "-" + System.nanoTime());
        });
        assertThat(grants.page(null, null, null, 100)).isEmpty();
    }

    /** As the authorization endpoint issues; the pause makes the commit late. */
    private boolean issue(String pending, String session, String grant) {
        return database.transactions().inTransaction(() -> {
            fence.issuing(Samples.APP, Samples.ANNA);
            if (pendings.lock(pending, session).isEmpty() || !pendings.consume(pending, session)) {
                return false;
            }
            grants.add(Samples.grant(grant));
            pause();
            return true;
        });
    }

    private boolean revoke(Kind kind) {
        return database.transactions().inTransaction(() -> {
            fence.revoking(kind, value(kind));
            pendings.endAllOf(Samples.APP);
            List<?> revoked = switch (kind) {
                case PERSON -> grants.revokeAllOf(Samples.ANNA);
                case CLIENT -> grants.revokeAllOf(Samples.APP);
                default -> grants.revokeAllCreatedUpTo(Samples.NOW.plusSeconds(600));
            };
            return revoked.size() <= 1;
        });
    }

    private static String value(Kind kind) {
        return switch (kind) {
            case PERSON -> Samples.ANNA.value();
            case CLIENT -> Samples.APP.value();
            default -> Revocation.EVERYTHING;
        };
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void issuersDoNotWaitForEachOther_norForOthersRevocations() {
        database.transactions().inTransaction(() -> {
            fence.issuing(Samples.APP, Samples.ANNA);
            assertThat(Race.run(
                            1,
                            () -> database.transactions().inTransaction(() -> {
                                fence.issuing(Samples.APP, Samples.ANNA);
                                fence.revoking(Kind.PERSON, "another");
                                fence.revoking(Kind.CLIENT, "another\0");
                                return true;
                            })))
                    .containsExactly(true);
        });
    }

    @RepeatedTest(3)
    void issuersOfManyPeopleAndRevocationsOfAllKinds_neverBlockOneAnotherForEver() {
        AtomicInteger number = new AtomicInteger();
        assertThat(Race.run(24, () -> {
                    int mine = number.getAndIncrement();
                    return database.transactions().inTransaction(() -> {
                        switch (mine % 4) {
                            case 0 -> fence.revoking(Kind.ALL, Revocation.EVERYTHING);
                            case 1 -> fence.revoking(Kind.PERSON, "p" + mine % 3);
                            case 2 -> fence.revoking(Kind.CLIENT, "c" + mine % 2);
                            default -> fence.issuing(new ClientId("c" + mine % 2), new PersonId("p" + mine % 3));
                        }
                        return true;
                    });
                }))
                .containsOnly(true);
    }
}
