package org.caregate.conformance.rfc8414;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.caregate.check.client.Reply;
import org.caregate.conformance.RunningDemo;
import org.caregate.testing.Requirement;
import org.junit.jupiter.api.Test;

/** RFC 9728 §3, §5. */
class ProtectedResourceMetadataTests {
    private final RunningDemo run = RunningDemo.get();

    @Test
    @Requirement({"RFC9728-3.1", "RFC9728-3.3", "RFC9728-2"})
    void metadata_liesAtTheOriginWithThePathInserted_andNamesResourceAndServer() {
        URI base = run.demo().fhirBase();
        Reply reply = run.http()
                .get(URI.create(
                        "https://" + base.getAuthority() + "/.well-known/oauth-protected-resource" + base.getPath()));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("resource").asString("")).isEqualTo(base.toString());
        assertThat(reply.json().path("authorization_servers").path(0).asString(""))
                .isEqualTo(run.demo().issuer().toString());
        assertThat(reply.json().path("bearer_methods_supported").toString()).isEqualTo("[\"header\"]");
    }

    @Test
    @Requirement("RFC9728-5.1")
    void challenge_pointsAtTheMetadata() {
        String challenge = run.http().get(run.resource("Patient/x")).header("WWW-Authenticate");
        String address = challenge.replaceAll(".*resource_metadata=\"([^\"]*)\".*", "$1");
        assertThat(run.http().get(URI.create(address)).json().path("resource").asString(""))
                .isEqualTo(run.demo().fhirBase().toString());
    }
}
