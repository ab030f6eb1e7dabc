package org.caregate.policy.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.caregate.protocol.fhir.MalformedRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DecisionTableTests {
    private static final List<DecisionRow> ROWS = DecisionTables.rows();

    private final PolicyDecisionPoint pdp = new PolicyDecisionPoint(DecisionTables.roles(), DecisionRow.BASE);

    @TestFactory
    Stream<DynamicTest> eachRow_isDecidedAsWritten() {
        return ROWS.stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.file() + ": " + row.name(),
                        () -> assertThat(row.outcome(pdp)).isEqualTo(row.expectedOutcome())));
    }

    @TestFactory
    Stream<DynamicTest> eachRule_whenTakenAway_changesSomeRow() {
        return PolicyDecisionPoint.IN_ORDER.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getClass().getSimpleName(), () -> {
                    List<Rule> others = new ArrayList<>(PolicyDecisionPoint.IN_ORDER);
                    others.remove(rule);
                    PolicyDecisionPoint without =
                            new PolicyDecisionPoint(others, DecisionTables.roles(), DecisionRow.BASE);
                    assertThat(ROWS).anyMatch(row -> !row.outcome(without).equals(row.expectedOutcome()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> eachTokenRule_whenTakenAway_changesSomeRow() {
        return TokenRules.all().inOrder().stream()
                .map(taken -> DynamicTest.dynamicTest(taken.getClass().getSimpleName(), () -> {
                    List<Rule> rules = PolicyDecisionPoint.IN_ORDER.stream()
                            .map(rule -> rule instanceof LiveToken
                                    ? new LiveToken(TokenRules.all().without(taken))
                                    : rule)
                            .toList();
                    PolicyDecisionPoint without =
                            new PolicyDecisionPoint(rules, DecisionTables.roles(), DecisionRow.BASE);
                    assertThat(ROWS).anyMatch(row -> !row.outcome(without).equals(row.expectedOutcome()));
                }));
    }

    @Test
    void everyReason_isTheAnswerOfSomeRow() {
        Set<String> said = ROWS.stream()
                .map(DecisionRow::expectedOutcome)
                .flatMap(outcome -> Stream.of(outcome.split("[ =]")))
                .collect(Collectors.toSet());
        assertThat(Stream.of(DenyReason.values())
                        .filter(reason -> reason != DenyReason.NO_RULE_APPLIED) // withoutAnyRule_nothingIsPermitted
                        .map(DenyReason::name))
                .allSatisfy(reason -> assertThat(said).contains(reason));
    }

    @Test
    void rowNames_areDistinct() {
        assertThat(ROWS).extracting(DecisionRow::name).doesNotHaveDuplicates();
    }

    @Test
    void withoutAnyRule_nothingIsPermitted() {
        PolicyDecisionPoint empty = new PolicyDecisionPoint(List.of(), DecisionTables.roles(), DecisionRow.BASE);
        assertThat(ROWS).allSatisfy(row -> assertThat(row.outcome(empty)).isEqualTo("NO_RULE_APPLIED"));
    }

    @Test
    void malformedAndUnauthenticatedAndOpenRequests_needNoFacts() {
        for (DecisionRow row : ROWS) {
            boolean settled = row.caller() instanceof Unauthenticated
                    || row.request() instanceof MalformedRequest
                    || row.request().toString().contains("CAPABILITIES");
            assertThat(pdp.factsFor(row.request(), row.caller()).equals(FactsNeeded.NONE))
                    .as(row.name())
                    .isEqualTo(settled);
        }
    }

    @Test
    void anAuthenticatedRequest_needsTheFactsItsTokenNames() {
        DecisionRow row = ROWS.stream()
                .filter(r -> r.name().equals("a patient's app reads an observation of the patient in context"))
                .findFirst()
                .orElseThrow();
        Authenticated caller = (Authenticated) row.caller();
        assertThat(pdp.factsFor(row.request(), caller)).isEqualTo(new FactsNeeded(caller));
    }
}
