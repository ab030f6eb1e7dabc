package org.caregate.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.caregate.policy.decision.DenyReason.Response;
import org.junit.jupiter.api.Test;

class DenyReasonTests {
    @Test
    void reasonsThatDependOnStoredData_areTheSame404() {
        assertThat(Stream.of(
                        DenyReason.OUTSIDE_COMPARTMENT,
                        DenyReason.OUTSIDE_CATEGORY,
                        DenyReason.UPDATE_AS_CREATE,
                        DenyReason.NOT_PROVABLE))
                .allSatisfy(reason -> {
                    assertThat(reason.response()).isEqualTo(Response.NOT_FOUND);
                    assertThat(reason.publicText()).isEqualTo("Not found.");
                });
    }

    @Test
    void bearerErrors_haveTheStatusOfRfc6750() {
        assertThat(Response.INVALID_REQUEST.status()).isEqualTo(400);
        assertThat(Response.INVALID_TOKEN.status()).isEqualTo(401);
        assertThat(Response.INSUFFICIENT_SCOPE.status()).isEqualTo(403);
        assertThat(Stream.of(Response.values())
                        .filter(r -> !r.error().isEmpty())
                        .map(Response::error))
                .containsExactly("invalid_request", "invalid_token", "insufficient_scope");
        assertThat(Response.UNAUTHENTICATED.status()).isEqualTo(401);
    }

    @Test
    void everyDeadToken_isToldTheSame() {
        assertThat(DenyReason.values())
                .filteredOn(reason -> reason.response() == Response.INVALID_TOKEN)
                .hasSizeGreaterThan(10)
                .extracting(DenyReason::publicText)
                .containsOnly("The access token is not valid.");
    }

    @Test
    void everyReason_hasATextAndAnIssueCode() {
        assertThat(DenyReason.values()).allSatisfy(reason -> {
            assertThat(reason.publicText()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+"); // RFC 6750 §3
            assertThat(reason.response().issueCode()).isNotEmpty();
        });
    }

    @Test
    void reasonThatIsNotAboutAuthentication_cannotMakeACallerUnauthenticated() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Unauthenticated(DenyReason.TYPE_NOT_IN_SCOPE));
        assertThat(new Unauthenticated(DenyReason.REVOCATION_VIEW_STALE)
                        .reason()
                        .response()
                        .status())
                .isEqualTo(503);
    }
}
