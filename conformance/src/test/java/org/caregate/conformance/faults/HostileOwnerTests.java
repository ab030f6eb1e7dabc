package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import org.caregate.check.client.Reply;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An attacker who owns the running program's database meddles with the log: what callers and the operator see. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileOwnerTests {
    private static DemoProcess demo;
    private static Postgres postgres;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.start(Files.createTempDirectory("caregate-hostile"), DemoProcess.freePorts());
        postgres = new Postgres(demo.data());
        demo.awaitReady();
    }

    @AfterAll
    static void stop() {
        demo.remove();
    }

    private static int status(Caller caller) {
        return caller.read().map(Reply::status).orElse(0);
    }

    private static HttpResponse<String> readiness() throws Exception {
        try (HttpClient plain =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return plain.send(
                    HttpRequest.newBuilder(URI.create(demo.demo().management() + "/readyz"))
                            .timeout(Duration.ofMinutes(1))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static void refusedWithin(Duration bound, Caller caller) throws Exception {
        long since = System.nanoTime();
        Await.until("refusals", () -> status(caller) == 503);
        Duration taken = Duration.ofNanos(System.nanoTime() - since);
        System.out.printf("hostile owner: refused %d ms after the attack%n", taken.toMillis());
        assertThat(taken).isLessThan(bound);
        assertThat(status(caller)).isEqualTo(503);
        assertThat(caller.token().orElseThrow().status()).isEqualTo(503);
    }

    @Test
    @Order(1)
    void triggerOnTheLog_isRefusedAndNamed_andServedAgainWithoutIt() throws Exception {
        Caller caller = new Caller(demo);
        caller.read(5);
        postgres.asOwner(
                "CREATE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER odd BEFORE INSERT ON audit_pending FOR EACH ROW EXECUTE FUNCTION odd()");
        refusedWithin(Duration.ofSeconds(3), caller);
        assertThat(readiness().statusCode()).isEqualTo(503);
        assertThat(readiness().body()).contains("\"audit\":\"DOWN\"", "trigger audit_pending");
        assertThat(demo.command("doctor").output()).contains("trigger audit_pending");
        Command verified = demo.command("audit", "verify");
        assertThat(verified.status()).as(verified.output()).isEqualTo(1);
        assertThat(verified.output()).contains("trigger audit_pending");

        postgres.asOwner("DROP TRIGGER odd ON audit_pending", "DROP FUNCTION odd()");
        Await.until("answers", () -> status(caller) == 200);
        demo.awaitReady();
        LogOf.tellsAll(demo, caller);
    }

    @Test
    @Order(2)
    void fakedHead_isRefusedForGood_untilAnOperatorOpensAFreshLane() throws Exception {
        Caller caller = new Caller(demo);
        caller.read(5);
        postgres.asOwner("INSERT INTO audit_head SELECT lane, size, size + 1, 'mine', now() FROM audit_head"
                + " WHERE lane = 1 ORDER BY previous_size DESC LIMIT 1");
        refusedWithin(Duration.ofSeconds(3), caller);
        assertThat(readiness().body()).contains("the log is broken");
        DemoProcess.pause();
        assertThat(status(caller)).isEqualTo(503);
        Command verified = demo.command("audit", "verify");
        assertThat(verified.status()).as(verified.output()).isEqualTo(1);

        Command reopened = demo.command("audit", "reopen", "--because", "a test");
        assertThat(reopened.status()).as(reopened.output()).isZero();
        assertThat(reopened.output()).contains("lane 1 ", "opened a fresh lane");
        demo.stop();
        demo.startAgain();
        demo.awaitReady();
        assertThat(status(new Caller(demo))).isEqualTo(200);
        assertThat(demo.command("audit", "search", "--action", "audit_reopened").output())
                .contains("audit_reopened");
        assertThat(demo.command("audit", "verify").status())
                .as("the break stays named")
                .isEqualTo(1);
    }
}
