package org.caregate.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import org.caregate.demo.app.AppServer;
import org.caregate.demo.fhir.DemoData;
import org.caregate.demo.fhir.FhirServer;
import org.caregate.demo.fhir.ResourceStore;
import org.caregate.demo.fhir.WriteJournal;
import org.jspecify.annotations.Nullable;

/**
 * The demo's second process. Prints {@code READY fhir=… app=…} when it listens and ends with its parent: on SIGTERM,
 * and as soon as its standard input reaches its end, which no kind of death of the parent can prevent.
 */
public final class DemoServer {

    private static final int BAD_ARGUMENTS = 2;

    private DemoServer() {}

    /** Runs until it is stopped. */
    public static void main(String... arguments) {
        switch (DemoArguments.parse(arguments)) {
            case DemoArguments.Wrong(String problem) -> fail(problem);
            case DemoArguments.Given given -> {
                try {
                    // The READY line has standard output to itself.
                    PrintStream out = System.out;
                    System.setOut(System.err);
                    String ready = start(given);
                    out.println(ready);
                    out.flush();
                    endWithParent(System.in);
                } catch (IOException unusable) {
                    fail(unusable.getMessage());
                } catch (Exception broken) {
                    fail(broken.toString());
                }
            }
        }
    }

    private static String start(DemoArguments.Given given) throws Exception {
        String credential = Files.readString(given.credentialFile(), StandardCharsets.US_ASCII)
                .strip();
        if (credential.isEmpty()) {
            throw new IOException("the credential file is empty");
        }
        WriteJournal journal = given.data() == null ? null : WriteJournal.in(given.data());
        ResourceStore store = new ResourceStore(DemoData.TYPES, Clock.systemUTC(), journal);
        Thread loading = Thread.ofPlatform().start(() -> DemoData.loadInto(store));
        String app = given.app() == null ? "-" : app(given.app());
        FhirServer fhir = FhirServer.start(given.fhirPort(), credential, store);
        loading.join();
        if (journal != null) {
            journal.read().forEach(store::load);
        }
        return "READY fhir=" + fhir.base() + " app=" + app;
    }

    private static String app(DemoArguments.AppArguments app) throws Exception {
        return AppServer.start(app.port(), app.certificate(), app.key(), app.clientId(), app.iss())
                .origin()
                .toString();
    }

    private static void endWithParent(InputStream in) throws IOException {
        byte[] ignored = new byte[256];
        while (in.read(ignored) >= 0) {
            // nothing is ever asked this way
        }
        System.exit(0);
    }

    private static void fail(@Nullable String problem) {
        System.err.println("demo server: " + problem);
        System.exit(BAD_ARGUMENTS);
    }
}
