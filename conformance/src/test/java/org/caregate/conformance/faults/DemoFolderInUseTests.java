package org.caregate.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.caregate.conformance.Await;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.DemoProcess.Command;
import org.caregate.conformance.RunningDemo;
import org.junit.jupiter.api.Test;

/** A folder in which a program runs is nobody else's; the demo's FHIR server is started again when it dies. */
class DemoFolderInUseTests {
    private final RunningDemo run = RunningDemo.get();

    @Test
    void secondProgramOnTheFolder_isRefused_andChangesNothing() throws Exception {
        String before = Files.readString(run.demoJson());

        Command second = run.command("demo", "--ports-from", Integer.toString(DemoProcess.freePorts()));

        assertThat(second.status()).isEqualTo(2);
        assertThat(second.output()).contains("another demo is running in");
        assertThat(Files.readString(run.demoJson())).isEqualTo(before);
    }

    @Test
    void resetUnderARunningProgram_isRefused_andRemovesNothing() throws Exception {
        Command reset = run.command("demo", "--reset", "--ports-from", Integer.toString(DemoProcess.freePorts()));

        assertThat(reset.status()).isEqualTo(2);
        assertThat(reset.output()).contains("another demo is running in");
        assertThat(run.backend().token("system/Patient.rs").status()).isEqualTo(200);
    }

    @Test
    void killedFhirServer_isStartedAgain() throws Exception {
        String token = run.backend()
                .token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
        String path = "Patient/" + run.ownPatient();
        assertThat(run.read(path, token).status()).isEqualTo(200);

        long killed = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains("--data " + run.demoJson().resolveSibling("fhir")))
                .filter(ProcessHandle::destroyForcibly)
                .count();

        assertThat(killed).isEqualTo(1);
        Await.until("the FHIR server is gone", () -> run.read(path, token).status() != 200);
        Await.until("the FHIR server is back", () -> run.read(path, token).status() == 200);
    }
}
