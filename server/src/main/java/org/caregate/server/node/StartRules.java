package org.caregate.server.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.caregate.edge.tls.TrustedAuthorities;
import org.caregate.server.config.CaregateConfiguration;
import org.caregate.server.config.ResourceSettings;
import org.caregate.server.config.TelemetrySettings;
import org.caregate.server.http.ServerCertificate;
import org.jspecify.annotations.Nullable;

/**
 * What {@code serve} refuses to start with, beyond what one key of the configuration can tell: one list, which {@code config check}
 * and {@code doctor} ask too.
 */
public final class StartRules {
    /** What can stand in a header field: anything else would end the request, or begin another (RFC 9110 §5.5). */
    private static final Pattern CREDENTIAL = Pattern.compile("[\\x21-\\x7e]+");

    private StartRules() {}

    /** One line for each reason not to start now. */
    public static List<String> refusals(CaregateConfiguration configuration, Instant now) {
        List<String> refusals = new ArrayList<>(LoopbackOnly.refusals(configuration));
        refusals.addAll(ServerCertificate.problems(configuration, now));
        for (int i = 0; i < configuration.resources().size(); i++) {
            ResourceSettings resource = configuration.resources().get(i);
            String key = "resources[" + i + "].upstream.";
            authorities(key + "ca", resource.ca()).ifPresent(refusals::add);
            credential(key + "credential.bearerFile", resource.bearerFile()).ifPresent(refusals::add);
        }
        TelemetrySettings telemetry = configuration.telemetry();
        if (telemetry != null) {
            authorities("telemetry.ca", telemetry.ca()).ifPresent(refusals::add);
            credential("telemetry.credential.bearerFile", telemetry.bearerFile())
                    .ifPresent(refusals::add);
        }
        return refusals;
    }

    private static Optional<String> authorities(String key, @Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            TrustedAuthorities.of(file);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(key + " holds no certificates that can be read: one or more in PEM");
        }
    }

    private static Optional<String> credential(String key, @Nullable Path file) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            return CREDENTIAL.matcher(Files.readString(file).strip()).matches()
                    ? Optional.empty()
                    : Optional.of(key + " does not hold one token on one line");
        } catch (IOException e) {
            return Optional.of(key + " names a file that cannot be read");
        }
    }
}
