package org.caregate.commandline.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.caregate.commandline.doctor.DoctorResult.NotApplicable;
import org.caregate.commandline.doctor.DoctorResult.Passed;
import org.caregate.commandline.doctor.DoctorResult.Warning;
import org.caregate.edge.outbound.BoundedCall;
import org.caregate.edge.tls.TrustedAuthorities;
import org.caregate.server.config.TelemetrySettings;
import org.jspecify.annotations.Nullable;

/** The collector: what goes there is dropped in silence when it does not listen. */
final class TelemetryChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private TelemetryChecks() {}

    static List<DoctorCheck> of(@Nullable TelemetrySettings settings) {
        return List.of(new DoctorCheck(
                "telemetry-collector", "telemetry", "The collector accepts traces", () -> collects(settings)));
    }

    /** Asked with an empty message, which holds no traces. */
    static DoctorResult collects(@Nullable TelemetrySettings settings) throws InterruptedException {
        if (settings == null) {
            return new NotApplicable("no collector is configured");
        }
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(TrustedAuthorities.orSystems(settings.ca()))
                .connectTimeout(PATIENCE)
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.endpoint() + "/v1/traces"))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/x-protobuf")
                    .POST(BodyPublishers.noBody());
            Path bearer = settings.bearerFile();
            if (bearer != null) {
                request.header(
                        "Authorization", "Bearer " + Files.readString(bearer).strip());
            }
            int status = BoundedCall.send(http, request.build(), BodyHandlers.discarding())
                    .statusCode();
            return status / 100 == 2
                    ? new Passed("status " + status)
                    : new Warning(
                            "it answered " + status,
                            "Check telemetry.endpoint and the file named in telemetry.credential.");
        } catch (IOException unreachable) {
            return new Warning("it could not be reached", "Check telemetry.endpoint and telemetry.ca.");
        }
    }
}
