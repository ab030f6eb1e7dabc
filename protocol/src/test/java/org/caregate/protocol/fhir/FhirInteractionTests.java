package org.caregate.protocol.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.Stream;
import org.caregate.protocol.scope.FhirScope.Permission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the table, each column once. */
class FhirInteractionTests {
    record Row(FhirInteraction interaction, FhirInteraction.Route route) {}

    static Stream<Row> rows() {
        return Stream.of(FhirInteraction.values())
                .flatMap(interaction -> interaction.routes().stream().map(route -> new Row(interaction, route)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void requestByTheRowsMethodAndPath_isThatInteraction(Row row) {
        String path = String.join("/", row.route().path().segments())
                .replace("[type]", "Patient")
                .replace("[id]", "p1")
                .replace("[vid]", "2")
                .replace("[other]", "Observation");
        FhirHttpRequest request =
                new FhirHttpRequest(row.route().method(), "/" + path, null, "application/fhir+json", null, false, null);
        assertThat(FhirRequestParser.parse(request))
                .isInstanceOfSatisfying(
                        ResourceRequest.class,
                        parsed -> assertThat(parsed.interaction()).isEqualTo(row.interaction()));
        assertThat(FhirInteraction.ofShape(row.route().method(), path)).contains(row.interaction());
    }

    @Test
    void offeredInteraction_statesItsPermissionAuditActionAndCode_andNoOtherDoes() {
        assertThat(Stream.of(FhirInteraction.values()).filter(FhirInteraction::isOffered))
                .extracting(
                        FhirInteraction::name,
                        FhirInteraction::permission,
                        FhirInteraction::auditAction,
                        FhirInteraction::capabilityCode)
                .containsExactly(
                        tuple("READ", Permission.READ, "resource_read", "read"),
                        tuple("VREAD", Permission.READ, "resource_vread", "vread"),
                        tuple("SEARCH_TYPE", Permission.SEARCH, "resource_search", "search-type"),
                        tuple("CREATE", Permission.CREATE, "resource_create", "create"),
                        tuple("UPDATE", Permission.UPDATE, "resource_update", "update"),
                        tuple("CAPABILITIES", null, "resource_capabilities", ""));
        assertThat(Stream.of(FhirInteraction.values()).filter(one -> !one.isOffered()))
                .allSatisfy(refused -> {
                    assertThat(refused.permission()).isNull();
                    assertThat(refused.auditAction()).isEqualTo("resource_other");
                    assertThat(refused.capabilityCode()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "READ, GET, Patient/{id}",
        "READ, HEAD, Patient/{id}",
        "VREAD, GET, Patient/{id}/_history/{vid}",
        "SEARCH_TYPE, GET, Patient",
        "SEARCH_TYPE, POST, Patient/_search",
        "COMPARTMENT_SEARCH, GET, Patient/{id}/{type}",
        "OPERATION, POST, Patient",
        "BATCH_OR_TRANSACTION, POST, ''"
    })
    void pathForLogs_holdsNoId(FhirInteraction interaction, String method, String path) {
        assertThat(interaction.pathWithoutIds(method, path.isEmpty() ? null : "Patient"))
                .isEqualTo(path);
    }
}
