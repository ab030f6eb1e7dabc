package org.caregate.protocol.scope;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.caregate.protocol.scope.ScopeParse.Parsed;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.Test;

class ScopeFuzzTests {
    @Test
    void damagedScopes_areRefused_orReadAsTheyAreWritten() {
        Fuzz.text(
                List.of(
                        "openid fhirUser launch/patient offline_access patient/Patient.rs user/*.cruds system/Observation.r",
                        "patient/Observation.rs?category=http://terminology.hl7.org/CodeSystem/observation-category%7Cvital-signs",
                        "patient/*.read user/Observation.write launch"),
                List.of(
                        " ",
                        "  ",
                        "/",
                        ".",
                        "*",
                        "?",
                        "&",
                        "=",
                        "%",
                        "%7C",
                        "%00",
                        "|",
                        "cruds",
                        "read",
                        "patient/",
                        "\t",
                        "\"",
                        "\\",
                        "\u00e9"),
                text -> {
                    if (ScopeParser.parse(text) instanceof Parsed parsed) {
                        String written = parsed.scopes().text();
                        assertThat(ScopeParser.parse(written)).isInstanceOf(Parsed.class);
                        assertThat(((Parsed) ScopeParser.parse(written)).scopes())
                                .isEqualTo(parsed.scopes());
                    }
                });
    }
}
