package org.caregate.gateway;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caregate.gateway.rig.FakeUpstream;
import org.caregate.gateway.rig.Resources;
import org.caregate.gateway.rig.Rig;

/**
 * Measures how well time tells a hidden resource from a missing one (ADR 22), in alternating reads through the whole gateway. The upstream
 * takes the given milliseconds longer to send a resource than to say that there is none.
 *
 * <p>Arguments: reads of each, and those milliseconds. Prints medians, and how often a hidden answer took longer than a missing one:
 * 0.5 means that time says nothing.
 */
public final class HiddenOrMissingTiming {
    private static final int WARM_UP = 20;

    private HiddenOrMissingTiming() {}

    /** Prints the figures. */
    public static void main(String[] arguments) throws Exception {
        int reads = Integer.parseInt(arguments[0]);
        long longer = Long.parseLong(arguments[1]);
        try (Rig rig = new Rig()) {
            String large = Resources.observation("hidden", "p2").replace("weight", "w".repeat(20_000));
            rig.upstream.on("GET /fhir/Observation/hidden", exchange -> {
                pause(longer);
                FakeUpstream.send(exchange, 200, "application/fhir+json", large);
            });
            String token = rig.patientToken("patient/Observation.rs");
            List<Long> hidden = new ArrayList<>();
            List<Long> missing = new ArrayList<>();
            for (int i = -WARM_UP; i < reads; i++) {
                long first = nanos(rig, "hidden", token);
                long second = nanos(rig, "missing", token);
                if (i >= 0) {
                    hidden.add(first);
                    missing.add(second);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d reads of each, %d ms longer upstream: hidden %.2f ms, missing %.2f ms (medians); hidden longer: %.3f%n",
                    reads,
                    longer,
                    median(hidden) / 1e6,
                    median(missing) / 1e6,
                    oftenLonger(hidden, missing));
        }
        System.exit(0);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long nanos(Rig rig, String id, String token) throws Exception {
        long from = System.nanoTime();
        HttpResponse<String> answer = rig.get("/fhir/Observation/" + id, token);
        long nanos = System.nanoTime() - from;
        if (answer.statusCode() != 404) {
            throw new IllegalStateException("status " + answer.statusCode());
        }
        return nanos;
    }

    private static double median(List<Long> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static double oftenLonger(List<Long> hidden, List<Long> missing) {
        long longer = 0;
        for (long one : hidden) {
            longer += missing.stream().filter(other -> one > other).count();
        }
        return (double) longer / hidden.size() / missing.size();
    }
}
