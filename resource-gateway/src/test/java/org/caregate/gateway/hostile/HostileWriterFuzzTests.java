package org.caregate.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.caregate.gateway.hostile.Mutations.Node;
import org.caregate.gateway.rig.FakeUpstream.Seen;
import org.caregate.gateway.rig.Rig;
import org.caregate.testing.Fuzz;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is written with a patient's token: a server that takes anything never comes to hold another patient's id. */
class HostileWriterFuzzTests {
    private static final String VICTIM = "victim-2";
    private static final List<Charset> ENCODINGS =
            List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, Charset.forName("UTF-32"));

    private final List<Node.Obj> seeds = Seeds.parsed();
    private Rig rig;
    private String token;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig();
        for (String text : Seeds.TEXTS) {
            String type = text.substring(17, text.indexOf('"', 17));
            String stored = text.replaceFirst("\"id\":\"o1\"", "\"id\":\"o1\",\"meta\":{\"versionId\":\"1\"}");
            rig.upstream.on("GET /fhir/" + type + "/o1", 200, stored);
            rig.upstream.on("PUT /fhir/" + type + "/o1", 200, stored);
            rig.upstream.on("POST /fhir/" + type, 201, stored);
        }
        token = rig.patientToken("patient/*.cruds");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS) // under --fuzz it goes on for as long as it is told
    void whateverIsWritten_anotherPatientsIdIsNeverStored() {
        AtomicInteger dangerous = new AtomicInteger();
        AtomicInteger written = new AtomicInteger();
        AtomicInteger cases = new AtomicInteger();
        Fuzz.cases(400, 10_000, random -> {
            Node.Obj seed = seeds.get(random.nextInt(seeds.size()));
            String named = random.nextInt(5) == 0 ? "p1" : VICTIM; // some that only the shape can condemn
            String body = new Mutations(random, named).of(seed);
            dangerous.addAndGet(LenientStore.patients(body).contains(VICTIM) ? 1 : 0);
            rig.upstream.clear();
            HttpResponse<String> response = write(random, seed, body);
            assertThat(response.statusCode()).as(body).isIn(200, 201, 400, 403, 422);
            for (Seen seen : rig.upstream.seen()) {
                if (!seen.line().startsWith("GET")) {
                    written.incrementAndGet();
                    assertThat(LenientStore.patients(seen.body())).as(body).doesNotContain(VICTIM);
                }
                assertThat(seen.line()).doesNotContain(VICTIM);
            }
            cases.incrementAndGet();
        });
        // the generator makes what a lenient server takes, and does not only make what nobody takes
        assertThat(dangerous.get()).isGreaterThan(cases.get() / 5);
        assertThat(written.get()).isPositive();
    }

    @Test
    void undamagedResources_areWritten() {
        for (String text : Seeds.TEXTS) {
            String type = text.substring(17, text.indexOf('"', 17));
            assertThat(send("POST", "/fhir/" + type, text.getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(send("PUT", "/fhir/" + type + "/o1", text.getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private HttpResponse<String> write(Random random, Node.Obj seed, String body) {
        String type = seed.properties().getFirst().value() instanceof Node.Raw(String text)
                ? text.substring(1, text.length() - 1)
                : "";
        Charset charset =
                random.nextInt(10) == 0 ? ENCODINGS.get(random.nextInt(ENCODINGS.size())) : StandardCharsets.UTF_8;
        boolean create = random.nextBoolean();
        return send(create ? "POST" : "PUT", "/fhir/" + type + (create ? "" : "/o1"), body.getBytes(charset));
    }

    private HttpResponse<String> send(String method, String path, byte[] body) {
        try {
            return rig.send(rig.request(path)
                    .header("Authorization", "Bearer " + token)
                    .header("Content-Type", "application/fhir+json")
                    .method(method, BodyPublishers.ofByteArray(body)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
