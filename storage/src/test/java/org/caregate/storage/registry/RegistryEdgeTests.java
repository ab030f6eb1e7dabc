package org.caregate.storage.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.Race;
import org.caregate.registry.Samples;
import org.caregate.registry.pending.Interaction;
import org.caregate.registry.pending.PendingAuthorization;
import org.caregate.registry.refresh.RefreshToken;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.transaction.Consumption;
import org.caregate.storage.Database;
import org.caregate.storage.ExpiredRows;
import org.caregate.storage.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

/** What PostgreSQL adds to the contracts: text it cannot hold, privileges, order of locks, pruning. */
class RegistryEdgeTests {
    private final Database database = RegistryTables.emptied();
    private final PostgresClients clients = new PostgresClients(database);
    private final PostgresGrants grants = new PostgresGrants(database);
    private final PostgresAuthorizationCodes codes = new PostgresAuthorizationCodes(database);
    private final PostgresRefreshTokens tokens = new PostgresRefreshTokens(database);
    private final PostgresAssertionIds assertions = new PostgresAssertionIds(database);
    private final PostgresPendingAuthorizations pendings = new PostgresPendingAuthorizations(database);
    private final PostgresRevocations revocations = new PostgresRevocations(database);

    @BeforeEach
    void thereAreAClientAndAGrant() {
        clients.add(Samples.client(Samples.APP));
        grants.add(Samples.grant("g1"));
    }

    @Test
    void keysThatTextCannotHold_areUnknown_andNoFault() {
        assertThat(clients.find(new ClientId("app\0"))).isEmpty();
        assertThat(clients.isRegisteredOrigin("https://127.0.0.1:7443\0")).isFalse();
        assertThat(grants.find(new GrantId("g1\0"))).isEmpty();
        assertThat(codes.find("\0")).isEmpty();
        assertThat(codes.consume("\0")).isEqualTo(Consumption.UNKNOWN);
        assertThat(tokens.find("\0")).isEmpty();
        assertThat(tokens.repeat("\0", Duration.ofSeconds(10))).isFalse();
        assertThat(tokens.revokeFamily("\0")).isFalse();
        assertThat(pendings.find("\0", "\0")).isEmpty();
    }

    @Test
    void jtiThatTextCannotHold_isConsumedOnce() {
        assertThat(assertions.consume(Samples.APP, "a\0b", Samples.NOW)).isEqualTo(Consumption.CONSUMED);
        assertThat(assertions.consume(Samples.APP, "a\0b", Samples.NOW)).isEqualTo(Consumption.ALREADY_CONSUMED);
        assertThat(assertions.consume(Samples.APP, "ab", Samples.NOW)).isEqualTo(Consumption.CONSUMED);
    }

    @Test
    void parametersThatTextCannotHold_areKeptAsReceived() {
        Map<String, String> parameters = Map.of("state", "a\0b&c=d%00 +ä", "empty", "", "&=", "x");
        PendingAuthorization pending = PendingAuthorization.builder()
                .id("p1")
                .browserSession("s1")
                .client(Samples.APP)
                .parameters(parameters)
                .interaction(new Interaction.SignIn())
                .answers(List.of())
                .requestedAt(Samples.NOW)
                .expiresAt(Samples.NOW)
                .build();
        pendings.add(pending);

        assertThat(pendings.find("p1", "s1")).contains(pending);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM client",
                "UPDATE client SET profile = 'SmartApp2026'",
                "UPDATE client SET authentication = 'none'",
                "UPDATE issued_grant SET person = 'another'",
                "UPDATE authorization_code SET expires_at = 'infinity'",
                "UPDATE refresh_token SET family = 'another'",
                "UPDATE revocation SET value = 'another'",
                "UPDATE assertion_id SET expires_at = now()",
                "DELETE FROM person_account",
                "UPDATE person_account SET username = 'another'",
                "DELETE FROM signing_key",
                "UPDATE signing_key SET public_jwk = '{}'",
                "TRUNCATE revocation",
                "TRUNCATE authorization_code"
            })
    void whatNoPortAsksFor_isNotGrantedToTheRuntimeRole(String statement) {
        assertThatThrownBy(() -> database.runtime().sql(statement).update())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client",
                "authorization_code",
                "refresh_token",
                "signing_key",
                "password_credential",
                "totp_credential",
                "browser_session"
            })
    void secretsOfTheRegistry_areNotForTheReaderRole(String table) {
        assertThatThrownBy(() ->
                        database.reader().sql("SELECT * FROM " + table).query().listOfRows())
                .isInstanceOf(DataAccessException.class)
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @RepeatedTest(5)
    void familyRevokedWhileItRotates_leavesNoTokenAlive() {
        tokens.add(Samples.refreshToken("r0", "f1", 0, "g1"));
        AtomicInteger number = new AtomicInteger();

        Race.run(8, () -> {
            int mine = number.getAndIncrement();
            return database.transactions()
                    .inTransaction(() -> mine == 3
                            ? tokens.revokeFamily("f1")
                            : tokens.rotate("r0", Samples.refreshToken("r1-" + mine, "f1", 1, "g1")));
        });

        assertThat(tokens.find("r0")).map(RefreshToken::revoked).contains(true);
        for (int i = 0; i < 8; i++) {
            assertThat(tokens.find("r1-" + i).map(RefreshToken::revoked).orElse(true))
                    .isTrue();
        }
    }

    @Test
    void successorOfAnotherFamily_isNotTaken() {
        tokens.add(Samples.refreshToken("r0", "f1", 0, "g1"));

        assertThat(tokens.rotate("r0", Samples.refreshToken("r1", "f2", 1, "g1")))
                .isFalse();
        assertThat(tokens.find("r0")).map(RefreshToken::usedAt).isEmpty();
    }

    @Test
    void reading_theFeed_commitsAWrite() {
        String before = walPosition();
        revocations.read(-1);

        assertThat(walPosition()).isNotEqualTo(before);
    }

    @Test
    void versions_stayInOrder_whenAnEarlierTransactionCommitsLate() throws Exception {
        long before = revocations.read(-1).headVersion();
        var locked = new java.util.concurrent.CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> database.transactions().inTransaction(() -> {
                    revocations.revoke(Kind.TOKEN, "slow", Samples.NOW, Samples.NOW, "X");
                    locked.countDown();
                    pause(300);
                }));
        locked.await();
        Thread fast = Thread.ofVirtual()
                .start(() -> database.transactions().inTransaction(() -> {
                    revocations.revoke(Kind.TOKEN, "fast", Samples.NOW, Samples.NOW, "X");
                }));
        pause(100);
        assertThat(revocations.read(before).revocations())
                .as("neither is seen before the slow one commits")
                .isEmpty();
        slow.join();
        fast.join();

        assertThat(revocations.read(before).revocations())
                .extracting(revocation -> revocation.value())
                .containsExactly("slow", "fast");
    }

    @Test
    void rowsLongOver_areRemoved_andLiveOnesStay() {
        tokens.add(Samples.refreshToken("r0", "f1", 0, "g1"));
        codes.add(Samples.code("live", "g1"));
        codes.add(Samples.code("old", "g1"));
        grants.add(Samples.grant("over"));
        assertions.consume(Samples.APP, "live", Samples.NOW);
        assertions.consume(Samples.APP, "old", Instant.now().minus(Duration.ofHours(1)));
        assertThat(ExpiredRows.remove(database)).isEqualTo(1);
        TestDatabase.asOwner(
                database, "UPDATE authorization_code SET expires_at = now() - interval '2 days' WHERE id = 'old'");
        TestDatabase.asOwner(
                database, "UPDATE issued_grant SET expires_at = now() - interval '31 days' WHERE id = 'over'");

        assertThat(ExpiredRows.remove(database)).isEqualTo(2);
        assertThat(codes.find("old")).isEmpty();
        assertThat(codes.find("live")).isPresent();
        assertThat(grants.find(new GrantId("over"))).isEmpty();
        assertThat(tokens.find("r0")).isPresent();
        assertThat(assertions.consume(Samples.APP, "live", Samples.NOW)).isEqualTo(Consumption.ALREADY_CONSUMED);
        assertThat(ExpiredRows.remove(database)).isZero();
    }

    @Test
    void removal_goesOnByItself_untilClosed() {
        assertions.consume(Samples.APP, "old", Instant.now().minus(Duration.ofHours(1)));

        try (ExpiredRows running = ExpiredRows.removedEvery(Duration.ofMillis(20), database)) {
            for (int i = 0; i < 200 && count() > 0; i++) {
                pause(20);
            }
            assertThat(running).isNotNull();
            assertThat(count()).isZero();
        }
    }

    private long count() {
        return database.runtime()
                .sql("SELECT count(*) FROM assertion_id")
                .query(Long.class)
                .single();
    }

    private String walPosition() {
        return database.runtime()
                .sql("SELECT CAST(pg_current_wal_flush_lsn() AS text)")
                .query(String.class)
                .single();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
