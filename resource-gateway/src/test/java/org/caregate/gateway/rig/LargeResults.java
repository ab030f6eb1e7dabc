package org.caregate.gateway.rig;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.InMemoryAuditLog;
import org.caregate.audit.PromisedReceipt;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Phase;
import org.caregate.gateway.settings.GatewayLimits;

/** A program for a process of its own with a small heap: eight search results of 50 MB at once through one gateway. */
public final class LargeResults {
    private static final int RESULTS = 8;
    private static final long BYTES = 50_000_000;
    private static final String FILLER = "w".repeat(6_000);

    private LargeResults() {}

    /** An audit log that counts and forgets: the log's memory is not what is measured. */
    private static final class CountingLog implements AuditLog {
        private final AtomicLong disclosed = new AtomicLong();

        @Override
        public AuditReceipt record(AuditEntry entry) {
            if (entry.phase() == Phase.RELEASE) {
                disclosed.addAndGet(entry.sensitive().resources().size());
            }
            return InMemoryAuditLog.receipt(entry, 0);
        }

        @Override
        public PromisedReceipt submit(AuditEntry entry) {
            AuditReceipt receipt = record(entry);
            return () -> receipt;
        }

        @Override
        public void follow(AuditEntry entry) {
            record(entry);
        }

        @Override
        public void enlist(AuditEntry entry) {
            record(entry);
        }
    }

    /** Prints what it did; exits with 1 when a result did not come whole. */
    public static void main(String[] arguments) throws Exception {
        CountingLog log = new CountingLog();
        try (Rig rig = new Rig(GatewayLimits.defaults(), _ -> log, Duration.ofSeconds(30), Duration.ofMinutes(4));
                ExecutorService clients = Executors.newFixedThreadPool(RESULTS)) {
            AtomicLong entries = new AtomicLong();
            rig.upstream.on("GET /fhir/Observation", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
                exchange.sendResponseHeaders(200, 0);
                OutputStream out = exchange.getResponseBody();
                out.write("{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
                        .getBytes(StandardCharsets.UTF_8));
                long written = 0;
                for (int i = 0; written < BYTES; i++) {
                    byte[] entry = ((i == 0 ? "" : ",") + "{\"resource\":"
                                    + Resources.observation("o" + i, "p1").replace("weight", FILLER) + "}")
                            .getBytes(StandardCharsets.UTF_8);
                    out.write(entry);
                    written += entry.length;
                    entries.incrementAndGet();
                }
                out.write("]}".getBytes(StandardCharsets.UTF_8));
            });
            List<Future<Long>> results = new ArrayList<>();
            Callable<Long> client = () -> read(rig);
            for (int i = 0; i < RESULTS; i++) {
                results.add(clients.submit(client));
            }
            long bytes = 0;
            for (Future<Long> result : results) {
                bytes += result.get();
            }
            boolean whole = bytes > RESULTS * BYTES && log.disclosed.get() == entries.get();
            System.out.println(bytes + " bytes, " + entries.get() + " entries, " + log.disclosed.get()
                    + " recorded, heap of " + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB");
            System.exit(whole ? 0 : 1);
        }
    }

    private static long read(Rig rig) throws Exception {
        HttpResponse<InputStream> response = rig.http()
                .send(
                        rig.request("/fhir/Observation")
                                .header("Authorization", "Bearer " + rig.patientToken("patient/Observation.rs"))
                                .build(),
                        BodyHandlers.ofInputStream());
        byte[] bytes = new byte[64 * 1024];
        long all = 0;
        byte last = 0;
        try (InputStream in = response.body()) {
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                all += n;
                last = n > 0 ? bytes[n - 1] : last;
            }
        }
        if (response.statusCode() != 200 || last != '}') {
            throw new IllegalStateException("not whole: " + response.statusCode());
        }
        return all;
    }
}
