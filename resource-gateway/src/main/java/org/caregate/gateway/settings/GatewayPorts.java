package org.caregate.gateway.settings;

import java.security.Provider;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.caregate.accesstoken.verification.VerificationKeys;
import org.caregate.audit.AuditLog;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.crypto.handle.Handles;
import org.caregate.policy.role.RoleDefinitions;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.person.People;
import org.caregate.registry.revocation.RevocationView;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.RequestLog;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway works with.
 *
 * @param pageHandles seals page links
 * @param roles the definitions in force, asked at each decision
 */
public record GatewayPorts(
        Recording recording,
        Registers registers,
        TokenVerification tokens,
        Handles pageHandles,
        Supplier<RoleDefinitions> roles,
        Surroundings surroundings,
        Clock clock) {
    /**
     * Where exchanges are recorded.
     *
     * @param flood counts the refusals of strangers; its owner flushes it
     */
    public record Recording(AuditLog audit, RefusalFlood flood) {}

    /**
     * What decisions look up.
     *
     * @param revocations refreshed by its owner every 200 ms; the gateway only catches up
     */
    public record Registers(RevocationView revocations, Grants grants, People people, Clients clients) {}

    /**
     * What tokens are verified with.
     *
     * @param signatureProvider the JCA provider for signatures (ADR 0009); null for the JDK's own
     */
    public record TokenVerification(
            VerificationKeys keys, @Nullable Provider signatureProvider) {}

    /**
     * What stands around the handler of all requests.
     *
     * @param traffic is passed each answer when its last byte is written, for metrics
     * @param around wraps the handler, as tracing does
     */
    public record Surroundings(RequestLog traffic, UnaryOperator<Handler> around) {}
}
