package org.caregate.authorization.authorize;

import static org.caregate.authorization.authorize.CheckResult.refuse;

import java.util.Optional;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;

/**
 * Demands that {@code aud} (SMART App Launch 2.2) or {@code resource} (RFC 8707 §2) names one of our APIs that the client is registered
 * for, as soon as a scope reaches an API. {@code invalid_target} is RFC 8707's word for missing, unknown and malformed alike.
 */
final class FhirAudience implements AuthorizationCheck {
    private static final String CLAUSE = "RFC 8707 §2";

    private final ResourceServers resources;

    FhirAudience(ResourceServers resources) {
        this.resources = resources;
    }

    @Override
    public CheckResult check(AuthorizationAttempt attempt) {
        Optional<String> aud = attempt.parameters().find("aud");
        Optional<String> resource = attempt.parameters().find("resource");
        if (aud.isPresent() && resource.isPresent() && !aud.equals(resource)) {
            return refuse("invalid_target", "aud and resource differ", "AUDIENCES_DIFFER", CLAUSE);
        }
        if (attempt.audience().isEmpty()) {
            boolean reachesApi = attempt.underClient().granted().reachApi();
            return reachesApi
                    ? refuse("invalid_target", "aud is missing", "AUDIENCE_MISSING", CLAUSE)
                    : CheckResult.PASS;
        }
        Optional<ResourceServer> named = resources.named(attempt.audience().get());
        if (named.isEmpty()) {
            return refuse("invalid_target", "aud names no resource of this server", "AUDIENCE_UNKNOWN", CLAUSE);
        }
        if (!named.get().speaks(attempt.underClient().granted())) {
            return refuse("invalid_target", "aud does not know these scopes", "AUDIENCE_OF_OTHER_SCOPES", CLAUSE);
        }
        return attempt.knownClient().audiences().contains(named.get().identifier())
                ? CheckResult.PASS
                : refuse("invalid_target", "aud is not open to this app", "AUDIENCE_NOT_REGISTERED", CLAUSE);
    }
}
