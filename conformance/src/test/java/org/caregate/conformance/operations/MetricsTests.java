package org.caregate.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.caregate.check.client.Reply;
import org.caregate.conformance.DemoProcess;
import org.caregate.conformance.RunningDemo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four golden signals of each endpoint, and nothing about anybody. */
class MetricsTests {
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final RunningDemo run = RunningDemo.get();

    @Test
    void readTokenAndRefusal_areCountedByEndpointAndStatus() throws Exception {
        String token = run.backend()
                .token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
        double reads = value("caregate_requests_seconds_count{endpoint=\"read\",listener=\"gateway\",status=\"200\"}");
        double refused =
                value("caregate_requests_seconds_count{endpoint=\"search\",listener=\"gateway\",status=\"403\"}");

        assertThat(run.read("Patient/" + run.ownPatient(), token).status()).isEqualTo(200);
        assertThat(run.read("Observation", token).status()).isEqualTo(403);

        assertThat(value("caregate_requests_seconds_count{endpoint=\"token\",listener=\"issuer\",status=\"200\"}"))
                .isPositive();
        assertThat(value("caregate_requests_seconds_count{endpoint=\"read\",listener=\"gateway\",status=\"200\"}"))
                .isGreaterThan(reads);
        assertThat(value("caregate_requests_seconds_count{endpoint=\"search\",listener=\"gateway\",status=\"403\"}"))
                .isGreaterThan(refused);
    }

    @Test
    void lagsAndPools_areTold() throws Exception {
        assertThat(value("caregate_revocations_fresh")).isEqualTo(1);
        assertThat(value("caregate_revocations_age_seconds")).isBetween(0.0, 5.0);
        assertThat(value("caregate_audit_sequencing_age_seconds")).isBetween(0.0, 30.0);
        assertThat(value("caregate_audit_anchoring_age_seconds")).isBetween(0.0, 120.0);
        assertThat(value("caregate_audit_broken")).isZero();
        assertThat(scrape()).contains("hikaricp_connections_pending{pool=\"caregate-runtime\"}");
        assertThat(value("caregate_audit_wait_seconds_count")).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"deploy/grafana/caregate.json, 10", "deploy/prometheus/alerts.yaml, 7"})
    void everyMetricOfTheDashboardAndTheAlerts_isThere(String file, int atLeast) throws Exception {
        run.read(
                "Patient/" + run.ownPatient(),
                run.backend()
                        .token("system/Patient.rs")
                        .json()
                        .required("access_token")
                        .asString());
        Matcher used = Pattern.compile("(?:caregate|hikaricp|jvm|process|system)_[a-z_]+")
                .matcher(Files.readString(DemoProcess.root().resolve(file)));
        String metrics = scrape();
        int count = 0;
        while (used.find()) {
            count++;
            assertThat(metrics).containsPattern("(?m)^" + used.group() + "[{ ]");
        }
        assertThat(count).isGreaterThanOrEqualTo(atLeast);
    }

    @Test
    void nothingTellsOfPeopleOrRequests() throws Exception {
        String token = run.backend()
                .token("system/Patient.rs")
                .json()
                .required("access_token")
                .asString();
        run.read("Patient/" + run.ownPatient(), token);
        run.read("Patient/canary-4711", token);
        run.read("Canary4711/canary-4711?name=canary-4711", token);
        run.http().get(URI.create(run.demo().issuer() + "/canary-4711?login=canary-4711"));
        Reply refused = run.backend().token("canary-4711", "canary-4711");
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);

        String metrics = scrape();

        assertThat(metrics)
                .doesNotContainIgnoringCase("canary")
                .doesNotContain(
                        run.ownPatient(),
                        run.demo().client("backend").clientId(),
                        run.demo().person("patient").username() + "\"");
        Set<String> labels = new TreeSet<>();
        Matcher matcher = LABEL.matcher(metrics);
        while (matcher.find()) {
            labels.add(matcher.group(1));
        }
        assertThat(labels)
                .isSubsetOf(
                        "listener",
                        "endpoint",
                        "status",
                        "le",
                        "action",
                        "outcome",
                        "pool",
                        "area",
                        "id",
                        "state",
                        "gc",
                        "cause");
    }

    private double value(String series) throws IOException, InterruptedException {
        return scrape().lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    private String scrape() throws IOException, InterruptedException {
        try (HttpClient plain =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
            return plain.send(
                            HttpRequest.newBuilder(URI.create(run.demo().management() + "/metrics"))
                                    .timeout(Duration.ofMinutes(1))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
