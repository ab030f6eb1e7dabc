package org.caregate.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

class FixedFieldsTests {
    @Test
    void anOrganisationsHost_isHttpsOnly() {
        assertThat(fields("api.example.org").get("Strict-Transport-Security")).isEqualTo("max-age=63072000");
    }

    @Test
    void localhost_isNot_becauseOtherProgramsShareTheName() {
        assertThat(fields("localhost").contains("Strict-Transport-Security")).isFalse();
    }

    private static HttpFields fields(String host) {
        HttpFields.Mutable fields = HttpFields.build();
        new FixedFields(host).put(fields, "id");
        assertThat(fields.get("X-Request-Id")).isEqualTo("id");
        return fields;
    }
}
