package org.caregate.registry.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.launch.LaunchContext;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.Samples;
import org.caregate.registry.client.Clients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of grants must do. */
public abstract class GrantsContract {
    private static final GrantId G1 = new GrantId("g1");
    private static final ClientId OTHER_APP = new ClientId("other-app");
    private static final PersonId BEN = new PersonId("person-ben");

    /** An empty store. */
    protected abstract Grants grants();

    protected abstract Clients clients();

    @BeforeEach
    void thereAreClients() {
        clients().add(Samples.client(Samples.APP));
        clients().add(Samples.client(OTHER_APP));
    }

    @Test
    void addedGrant_isFoundAsItWas() {
        Grant grant = Samples.grant("g1");
        grants().add(grant);
        assertThat(grants().find(G1)).contains(grant);
        assertThat(grants().find(new GrantId("nope"))).isEmpty();
        assertThatThrownBy(() -> grants().add(grant)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void grantWithoutAudienceContextOrFhirUser_isFoundAsItWas() {
        Grant full = Samples.grant("g1");
        Grant bare = full.toBuilder()
                .audience(null)
                .scopes(Scopes.NONE)
                .launch(LaunchContext.NONE)
                .fhirUser(null)
                .amr(Set.of())
                .revoked(false)
                .version(0)
                .build();
        grants().add(bare);
        assertThat(grants().find(G1)).contains(bare);
    }

    @Test
    void liveGrant_isExtended_andItsVersionChanges() {
        grants().add(Samples.grant("g1"));
        Instant later = Samples.NOW.plus(Duration.ofDays(100));
        assertThat(grants().extend(G1, later)).isTrue();
        assertThat(grants().find(G1)).hasValueSatisfying(grant -> {
            assertThat(grant.expiresAt()).isEqualTo(later);
            assertThat(grant.version()).isNotZero();
        });
    }

    @Test
    void grant_isRevokedOnce_andNeverExtendedAgain() {
        grants().add(Samples.grant("g1"));
        assertThat(grants().revoke(G1)).isTrue();
        assertThat(grants().revoke(G1)).isFalse();
        assertThat(grants().extend(G1, Samples.NOW.plusSeconds(1))).isFalse();
        assertThat(grants().find(G1)).hasValueSatisfying(grant -> {
            assertThat(grant.revoked()).isTrue();
            assertThat(grant.version()).isNotZero();
        });
        assertThat(grants().revoke(new GrantId("nope"))).isFalse();
        assertThat(grants().extend(new GrantId("nope"), Samples.NOW)).isFalse();
    }

    @Test
    void allGrantsOfAClient_areRevoked_andNoOthers() {
        grants().add(Samples.grant("g1", Samples.APP, Samples.ANNA));
        grants().add(Samples.grant("g2", Samples.APP, BEN));
        grants().add(Samples.grant("g3", OTHER_APP, BEN));
        assertThat(grants().revokeAllOf(Samples.APP)).containsExactlyInAnyOrder(G1, new GrantId("g2"));
        assertThat(grants().revokeAllOf(Samples.APP)).isEmpty();
        assertThat(grants().find(new GrantId("g3")))
                .hasValueSatisfying(grant -> assertThat(grant.revoked()).isFalse());
    }

    @Test
    void allGrantsOfAPerson_areRevoked_andNoOthers() {
        grants().add(Samples.grant("g1", Samples.APP, Samples.ANNA));
        grants().add(Samples.grant("g2", Samples.APP, BEN));
        grants().add(Samples.grant("g3", OTHER_APP, BEN));
        assertThat(grants().revokeAllOf(BEN)).containsExactlyInAnyOrder(new GrantId("g2"), new GrantId("g3"));
        assertThat(grants().find(G1))
                .hasValueSatisfying(grant -> assertThat(grant.revoked()).isFalse());
    }
}
