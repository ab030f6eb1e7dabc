package org.caregate.gateway.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.structure.Defect;
import org.caregate.policy.decision.DenyReason;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonParser;

/** How every refusal looks from outside. */
class RefusalTests {
    private static final BearerChallenge CHALLENGE =
            new BearerChallenge(URI.create("https://api.example.org/.well-known/oauth-protected-resource/fhir"));

    static Stream<Refusal> refusals() {
        return Stream.of(
                        Arrays.stream(Failure.values()),
                        Arrays.stream(DenyReason.values()).map(Denied::new),
                        Arrays.stream(DenyReason.values()).map(reason -> new Denied(reason, "Observation.focus[0]")),
                        Arrays.stream(Defect.values()).map(defect -> new InvalidBody(defect, "Observation.subject")))
                .flatMap(refusals -> refusals);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void everyRefusal_isAWellFormedOperationOutcome_ofPlainWords(Refusal refusal) {
        String body = new String(OperationOutcomes.of(refusal), StandardCharsets.UTF_8);
        try (JsonParser parser = new FhirJson(10, 1000).read(body.getBytes(StandardCharsets.UTF_8))) {
            while (parser.nextToken() != null) {
                assertThat(parser.currentToken()).isNotNull();
            }
        }
        assertThat(body)
                .startsWith("{\"resourceType\":\"OperationOutcome\"")
                .contains(refusal.text())
                .contains(refusal.path());
        assertThat(refusal.text()).matches("[A-Za-z0-9 ,;.'/+-]+");
        assertThat(refusal.status()).isBetween(400, 504);
    }

    @Test
    void whatIsMissing_looksLikeWhatIsOutOfReach() {
        Refusal outOfReach = new Denied(DenyReason.OUTSIDE_COMPARTMENT);

        assertThat(Failure.MISSING.status()).isEqualTo(outOfReach.status());
        assertThat(OperationOutcomes.of(Failure.MISSING)).isEqualTo(OperationOutcomes.of(outOfReach));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    @Requirement("RFC6750-3")
    void every401_challenges_andNothingUnasked(Refusal refusal) {
        assertThat(refusal.challenges())
                .isEqualTo(refusal.status() == 401 || !refusal.bearerError().isEmpty());
        assertThat(CHALLENGE.render(refusal, "")).startsWith("Bearer ").contains("resource_metadata=\"https://");
    }

    @Test
    @Requirement("RFC6750-3.1")
    void noToken_namesNoError_andScopeIsNamedOnlyWhereItHelps() {
        Refusal none = new Denied(DenyReason.NO_CREDENTIALS);
        Refusal scope = new Denied(DenyReason.TYPE_NOT_IN_SCOPE);

        assertThat(CHALLENGE.render(none, "")).doesNotContain("error");
        assertThat(CHALLENGE.render(scope, "patient/Observation.r"))
                .contains("error=\"insufficient_scope\"")
                .contains("scope=\"patient/Observation.r\"");
        assertThat(CHALLENGE.render(scope, "a\" evil=\"b")).doesNotContain("evil");
    }
}
