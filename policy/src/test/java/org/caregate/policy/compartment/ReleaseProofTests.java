package org.caregate.policy.compartment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.caregate.policy.compartment.Reach.PatientReach;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the decision tables cannot show, as a rule before it refuses already. */
class ReleaseProofTests {
    private static final ResourceFacts SHARED = new ResourceFacts("Practitioner", "d1", List.of(), Set.of(), List.of());

    private static Release shared(Permission permission) {
        Reach reach = new Reach("*", Set.of(permission), new PatientReach.Only(Set.of("p1")), null, null);
        return new ReleaseProof(Set.of()).check(SHARED, permission, List.of(reach));
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "SEARCH"})
    void sharedType_isReadUnderARestrictedToken(Permission permission) {
        assertThat(shared(permission)).isEqualTo(new Release.Proven(Set.of()));
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "UPDATE", "DELETE"})
    void sharedType_isNotWrittenUnderARestrictedToken(Permission permission) {
        assertThat(shared(permission)).isEqualTo(new Release.Foreign(Release.Reason.COMPARTMENT));
    }

    @Test
    void withoutAnyReach_nothingIsReleased() {
        assertThat(new ReleaseProof(Set.of()).check(SHARED, Permission.READ, List.of()))
                .isEqualTo(new Release.Foreign(Release.Reason.TYPE));
    }
}
