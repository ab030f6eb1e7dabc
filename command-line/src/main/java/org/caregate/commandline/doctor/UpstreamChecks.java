package org.caregate.commandline.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.caregate.commandline.doctor.DoctorResult.Failed;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.edge.tls.TrustedAuthorities;
import org.caregate.server.config.ResourceSettings;
import org.jspecify.annotations.Nullable;

/** The server behind the gateway: it answers us, and no one else. */
final class UpstreamChecks {
    private static final String GROUP = "upstream";
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration DRIFT = Duration.ofSeconds(5);

    private UpstreamChecks() {}

    static List<DoctorCheck> of(List<ResourceSettings> resources, Clock clock) {
        List<DoctorCheck> checks = new ArrayList<>();
        for (ResourceSettings resource : resources) {
            String suffix = resources.size() == 1 ? "" : "-" + checks.size() / 3;
            checks.add(new DoctorCheck(
                    "upstream-answers" + suffix,
                    GROUP,
                    "It answers the gateway as a FHIR R4 server",
                    () -> answers(asked(resource, "/metadata", resource.bearerFile()))));
            checks.add(new DoctorCheck(
                    "upstream-closed" + suffix,
                    GROUP,
                    "It refuses requests without the gateway's credential",
                    () -> closed(asked(resource, "/Patient?_count=1", null), resource.bearerFile() != null)));
            checks.add(new DoctorCheck(
                    "upstream-clock" + suffix,
                    GROUP,
                    "Its clock agrees with this machine's",
                    () -> clocks(asked(resource, "/metadata", resource.bearerFile()), clock.instant())));
        }
        return checks;
    }

    /**
     * What it answered; nothing of a body but the version is looked at.
     *
     * @param status 0 when it was not reached
     */
    record Asked(int status, String date, boolean r4) {}

    static Asked asked(ResourceSettings resource, String path, @Nullable Path bearerFile)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(resource.upstream() + path))
                .timeout(PATIENCE)
                .header("Accept", "application/fhir+json");
        if (bearerFile != null) {
            request.header(
                    "Authorization", "Bearer " + Files.readString(bearerFile).strip());
        }
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(TrustedAuthorities.orSystems(resource.ca()))
                .connectTimeout(PATIENCE)
                .build()) {
            HttpResponse<String> answer = BoundedCall.send(http, request.build(), HttpResponse.BodyHandlers.ofString());
            return new Asked(
                    answer.statusCode(),
                    answer.headers().firstValue("Date").orElse(""),
                    answer.body().matches("(?s).*\"fhirVersion\"\\s*:\\s*\"4\\.0\\..*"));
        } catch (IOException unreachable) {
            return new Asked(0, "", false);
        }
    }

    static DoctorResult answers(Asked asked) {
        if (asked.status() == 0) {
            return new Failed(
                    "it could not be reached", "Check resources.upstream.url, and that the server is running.");
        }
        if (asked.status() == 401 || asked.status() == 403) {
            return new Failed(
                    "it refused the gateway's credential", "Check the file named in resources.upstream.credential.");
        }
        if (asked.status() != 200) {
            return new Failed(
                    "it answered /metadata with " + asked.status(),
                    "Check that resources.upstream.url is its FHIR base.");
        }
        return asked.r4()
                ? new Passed("FHIR R4")
                : new Failed("its CapabilityStatement does not say FHIR R4", "Caregate supports FHIR R4 (4.0.x) only.");
    }

    static DoctorResult closed(Asked asked, boolean credential) {
        if (asked.status() == 0) {
            return new NotApplicable("it could not be reached");
        }
        if (asked.status() == 401 || asked.status() == 403) {
            return new Passed("status " + asked.status());
        }
        return credential
                ? new Failed(
                        "it answered " + asked.status() + " without it",
                        "Configure it to require the gateway's credential. Otherwise anyone who reaches it bypasses the gateway.")
                : new Warning(
                        "it answered " + asked.status() + ", and no credential is configured",
                        "Configure a credential for the gateway, and have the server require it.");
    }

    static DoctorResult clocks(Asked asked, Instant now) {
        if (asked.date().isEmpty()) {
            return new NotApplicable("it sends no Date header");
        }
        try {
            Instant theirs = ZonedDateTime.parse(asked.date(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration drift = Duration.between(theirs, now).abs();
            return drift.compareTo(DRIFT) > 0
                    ? new Warning("they differ by " + drift.toSeconds() + " s", "Synchronize both with NTP.")
                    : new Passed("within " + DRIFT.toSeconds() + " s");
        } catch (DateTimeException e) {
            return new NotApplicable("its Date header cannot be read");
        }
    }
}
