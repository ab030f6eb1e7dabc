package org.caregate.gateway.upstream;

import com.sun.management.OperatingSystemMXBean;
import io.opentelemetry.api.trace.TracerProvider;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.caregate.edge.tls.TestTls;
import org.caregate.gateway.upstream.UpstreamSettings.Secret;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;

/**
 * Measures kept client libraries on virtual threads against one upstream, in alternating rounds (ADR 0012). The processor time of
 * this process for each request is the figure to read: it moves less with other load than the rate does.
 *
 * <p>Argument: the upstream's FHIR base; {@code GET base/Patient/p1} is asked. Run the upstream in a process of its own.
 */
public final class UpstreamClientComparison {
    private static final int THREADS = 16;
    private static final int ROUNDS = 7;
    private static final int REQUESTS = 20_000;

    private UpstreamClientComparison() {}

    /** One request, read to its end. */
    private interface Client {
        int get() throws Exception;
    }

    /** Prints the median processor time and rate of each. */
    public static void main(String[] arguments) throws Exception {
        URI base = URI.create(arguments[0]);
        URI target = URI.create(base + "/Patient/p1");
        Map<String, Client> clients = new LinkedHashMap<>();
        UpstreamClient apache = new UpstreamClient(
                UpstreamSettings.of(base, new Secret("x"), TestTls.client()),
                "api.example.org",
                TracerProvider.noop().get("comparison"));
        clients.put("Apache HttpClient 5 classic", () -> {
            try (UpstreamAnswer answer = apache.send(UpstreamRequest.get("Patient/p1", "id"))) {
                return answer.body().readAllBytes().length;
            }
        });
        HttpClient jetty = new HttpClient();
        jetty.setMaxConnectionsPerDestination(THREADS);
        jetty.start();
        clients.put("Jetty client, InputStream", () -> {
            InputStreamResponseListener listener = new InputStreamResponseListener();
            jetty.newRequest(target)
                    .headers(fields -> fields.put("Authorization", "Bearer x"))
                    .send(listener);
            try (InputStream in = listener.getInputStream()) {
                return in.readAllBytes().length;
            }
        });
        java.net.http.HttpClient jdk = java.net.http.HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .build();
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofMinutes(1))
                .header("Authorization", "Bearer x")
                .build();
        clients.put("JDK HttpClient", () -> {
            try (InputStream in =
                    jdk.send(request, BodyHandlers.ofInputStream()).body()) {
                return in.readAllBytes().length;
            }
        });
        Map<String, List<double[]>> figures = new LinkedHashMap<>();
        for (int round = -2; round < ROUNDS; round++) { // two to warm up
            for (Map.Entry<String, Client> client : clients.entrySet()) {
                double[] figure = run(client.getValue());
                if (round >= 0) {
                    figures.computeIfAbsent(client.getKey(), _ -> new ArrayList<>())
                            .add(figure);
                }
            }
        }
        figures.forEach((name, all) -> System.out.printf(
                "%-30s %6.1f us of processor time a request, %6.0f requests/s (medians of %d rounds)%n",
                name, median(all, 0), median(all, 1), ROUNDS));
        apache.close();
        jetty.stop();
        jdk.close();
    }

    private static double median(List<double[]> figures, int column) {
        return figures.stream()
                .map(figure -> figure[column])
                .sorted(Comparator.naturalOrder())
                .toList()
                .get(figures.size() / 2);
    }

    private static double[] run(Client client) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long processor = system.getProcessCpuTime();
        long started = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> work = () -> {
                int bytes = 0;
                for (int i = 0; i < REQUESTS / THREADS; i++) {
                    bytes += client.get();
                }
                return bytes;
            };
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(work));
            }
            for (Future<Integer> one : running) {
                if (one.get() == 0) {
                    throw new IllegalStateException("no answer");
                }
            }
        }
        double micros = (System.nanoTime() - started) / 1e3;
        return new double[] {(system.getProcessCpuTime() - processor) / 1e3 / REQUESTS, REQUESTS / micros * 1e6};
    }
}
