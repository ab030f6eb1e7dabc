package org.caregate.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointNamesTests {
    @ParameterizedTest
    @CsvSource({
        "/oauth2/token, token",
        "/oauth2/authorize, authorization",
        "/oauth2/authorize/continue, authorization",
        "/oauth2/token/smith-john, other",
        "/.well-known/openid-configuration, metadata",
        "/sign-in, sign-in",
        "/sign-in/code, sign-in",
        "/interaction/Zm9v, interaction",
        "/admin/v1/clients/smith, administration",
        "/smith-john-1970, other",
        "'', other"
    })
    void issuersPath_getsOneOfAFewNames(String path, String name) {
        assertThat(EndpointNames.issuer(path)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /fhir/Patient/p1, read",
        "GET, /fhir/Patient/p1/_history/2, vread",
        "GET, /fhir/Patient/p1/_history, other",
        "GET, /fhir/Patient, search",
        "GET, /fhir/Smith, search",
        "HEAD, /fhir/Smith, search",
        "HEAD, /fhir/Patient/p1, read",
        "HEAD, /fhir/Patient/p1/_history/2, vread",
        "POST, /fhir/Patient/_search, search",
        "POST, /fhir/Observation, create",
        "PUT, /fhir/Observation/o1, update",
        "DELETE, /fhir/Observation/o1, other",
        "GET, /fhir/metadata, capabilities",
        "GET, /fhir/Patient/$everything, other",
        "GET, /fhir/.well-known/smart-configuration, metadata",
        "OPTIONS, /fhir/Patient/p1, preflight",
        "GET, /elsewhere/Patient/p1, other",
        "GET, /fhir/a/b/c/d/e/f/g/h, other"
    })
    void gatewaysRequest_isNamedByItsShape(String method, String path, String name) {
        assertThat(EndpointNames.gateway(method, path, "/fhir")).isEqualTo(name);
    }
}
