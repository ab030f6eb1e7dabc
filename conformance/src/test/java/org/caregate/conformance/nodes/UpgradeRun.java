package org.caregate.conformance.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.faults.Caller;
import org.caregate.conformance.faults.LogOf;
import org.caregate.testing.postgresql.PostgresCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Three nodes are upgraded one after the other while callers call, from the build before the newest migration to this one, and one of
 * them back and forth. Part of {@code ./verify --upgrade}, which makes the older build and names its folder.
 */
class UpgradeRun {
    private static final Path NEWER = DemoProcess.root();
    private static final Path OLDER = Path.of(Objects.requireNonNull(
            System.getenv("CAREGATE_OLDER"), "CAREGATE_OLDER names no folder: run ./verify --upgrade"));

    private static PostgresCluster postgres;
    private static Deployment deployment;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresCluster.start();
        deployment = new Deployment(OLDER, postgres, "localhost:" + postgres.port());
        deployment.addNode();
        deployment.setUp();
        deployment.addNode().awaitReady();
        deployment.addNode().awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        deployment.remove();
    }

    @Test
    void nodeAfterNode_andOneBackAndForth_dropsNoRequest_andKeepsTheLogWhole() throws Exception {
        Caller caller = new Caller(deployment.file(), deployment.http());
        List<String> steps = new ArrayList<>();
        caller.mixedDuring(() -> {
            more(caller);
            deployment.use(NEWER);
            steps.add(deployment.done("database", "migrate"));
            more(caller); // the older nodes on the newer schema
            for (Program node : deployment.nodes()) {
                replace(node, NEWER);
                more(caller); // both kinds beside one another
            }
            Program last = deployment.nodes().getLast();
            replace(last, OLDER);
            more(caller);
            replace(last, NEWER);
            more(caller);
        });
        System.out.printf(
                "upgrade: %d answers, %d times 503, %d connections broken; %s%n",
                caller.answers(), caller.unavailable(), caller.broken(), steps);
        assertThat(caller.unavailable()).isZero();
        assertThat(caller.broken()).isZero();
        LogOf.tellsAll(deployment::command, Files.createTempDirectory(deployment.folder(), "export"), caller);
    }

    /** As the guide says: out of the balancer, SIGTERM, the other program, readiness, back in. */
    private static void replace(Program node, Path build) throws Exception {
        deployment.balance(
                deployment.nodes().stream().filter(other -> other != node).toList());
        node.stop();
        node.startAs(build);
        node.awaitReady();
        deployment.balance(deployment.nodes());
    }

    private static void more(Caller caller) throws Exception {
        int before = caller.answers();
        Await.until("more answers", () -> caller.answers() >= before + 100);
    }
}
