package org.caregate.accesstoken.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.caregate.accesstoken.TestTokens;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.TestKeyRings;
import org.caregate.crypto.signing.InMemorySigningKeyStore;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.policy.decision.Authenticated;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.InMemoryTransactions;
import org.caregate.registry.Samples;
import org.caregate.testing.MutableClock;
import org.caregate.testing.Requirement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is signed is read back word for word, and nothing is signed before its entry is durable. */
class AccessTokenIssuerTests {
    private final MutableClock clock = MutableClock.at(Samples.NOW);
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryAuditLog audit = new InMemoryAuditLog();
    private final SigningKeys keys = new SigningKeys(
            new InMemorySigningKeyStore(), new Envelopes(TestKeyRings.fresh(), new SecureRandom()), clock);
    private long version = 7;
    private final AccessTokenIssuer issuer =
            new AccessTokenIssuer(keys, new SecureRandom(), TestTokens.ISSUER.toString(), () -> version);

    AccessTokenIssuerTests() {
        keys.create(KeyUse.ACCESS_TOKEN, clock.instant());
        keys.reload();
    }

    private TokenClaims ofAnna(@Nullable URI resource) {
        return issuer.token(
                Samples.client(Samples.APP),
                Samples.grant("g1"),
                resource,
                Samples.SCOPES,
                clock.instant(),
                clock.instant().plusSeconds(300));
    }

    private AuditEntry naming(TokenClaims token) {
        return AuditEntry.of(clock.instant(), UUID.randomUUID().toString(), Action.TOKEN_ISSUED, Outcome.PERMITTED)
                .tokenId(token.jti())
                .build();
    }

    private TokenClaims readBack(SignedAccessToken token) {
        VerifiedTokens verified = VerifiedTokens.signedBy(keys, TestTokens.ISSUER, clock);
        if (verified.verify(token.text(), audience -> true) instanceof Authenticated authenticated) {
            return authenticated.claims();
        }
        throw new AssertionError("not verified");
    }

    @Test
    @Requirement({"RFC9068-2.1", "RFC9068-2.2"})
    void signedToken_isReadBackAsItWasDecided_withTheVersionOfItsSigning() throws Exception {
        TokenClaims token = ofAnna(URI.create(TestTokens.AUDIENCE));
        AuditEntry entry = naming(token);
        AuditReceipt receipt = audit.record(entry);
        version = 9;
        SignedAccessToken signed = issuer.sign(SignableToken.of(token, entry, receipt));
        TokenClaims read = readBack(signed);
        assertThat(read.revocationVersion()).isEqualTo(9);
        assertThat(read.holder()).isEqualTo(token.holder());
        assertThat(read.scopes().text()).isEqualTo(token.scopes().text());
        assertThat(read.jti()).isEqualTo(token.jti());
        assertThat(read.audience()).isEqualTo(TestTokens.AUDIENCE);
        assertThat(Duration.between(read.issuedAt(), read.expiresAt())).isEqualTo(Duration.ofMinutes(5));
        assertThat(SignedJWT.parse(signed.text()).getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(signed).hasToString("SignedAccessToken[" + token.jti() + "]");
    }

    @Test
    void tokenWithoutResource_isForTheIssuerItself() {
        assertThat(ofAnna(null).audience()).isEqualTo(TestTokens.ISSUER.toString());
    }

    @Test
    void tokenOfAClient_namesItAsSubject() {
        TokenClaims token = issuer.token(
                Samples.client(Samples.APP),
                null,
                URI.create(TestTokens.AUDIENCE),
                Samples.SCOPES,
                clock.instant(),
                clock.instant().plusSeconds(60));
        assertThat(token.subject()).isEqualTo("app");
        assertThat(token.person()).isNull();
        assertThat(token.grant()).isNull();
    }

    @Test
    void committedToken_isSigned() {
        SignableToken signable = SignableToken.of(transactions.committed(() -> ofAnna(null)));
        assertThat(readBack(issuer.sign(signable)).jti())
                .isEqualTo(signable.claims().jti());
    }

    @Test
    void transactionThatDoesNotCommit_givesNoEvidence() {
        transactions.failFromNowOn(new IllegalStateException("the commit failed"));
        assertThatThrownBy(() -> transactions.committed(() -> ofAnna(null))).hasMessage("the commit failed");
    }

    @Test
    void transactionInsideAnother_givesNoEvidence() {
        assertThatThrownBy(() -> transactions.inTransaction(() -> transactions.committed(() -> ofAnna(null))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not committed yet");
    }

    @Test
    void receiptOfAnotherEntry_isNoEvidence() {
        TokenClaims token = ofAnna(null);
        AuditReceipt ofAnother = audit.record(naming(token));
        assertThatThrownBy(() -> SignableToken.of(token, naming(token), ofAnother))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void entryThatNamesAnotherToken_isNoEvidence() {
        AuditEntry entry = naming(ofAnna(null));
        AuditReceipt receipt = audit.record(entry);
        assertThatThrownBy(() -> SignableToken.of(ofAnna(null), entry, receipt))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void lifetime_isTheOperators_unlessTheProfileAllowsLess() {
        assertThat(AccessTokenIssuer.expiry(Samples.NOW, Duration.ofMinutes(5), Duration.ofMinutes(10)))
                .isEqualTo(Samples.NOW.plusSeconds(300));
        assertThat(AccessTokenIssuer.expiry(Samples.NOW, Duration.ofMinutes(15), Duration.ofMinutes(10)))
                .isEqualTo(Samples.NOW.plusSeconds(600));
    }
}
