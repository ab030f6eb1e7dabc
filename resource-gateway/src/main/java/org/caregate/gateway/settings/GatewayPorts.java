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
 * @param revocations refreshed by its owner every 200 ms; the gateway only catches up
 * @param pageHandles seals page links
 * @param signatureProvider the JCA provider for signatures (ADR 0009); null for the JDK's own
 * @param roles the definitions in force, asked at each decision
 * @param traffic told of each answer when its last byte is written, for metrics
 * @param around wraps the handler of all requests, as tracing does
 * @param flood told of refusals of strangers; its owner flushes it
 */
public record GatewayPorts(
        AuditLog audit,
        RefusalFlood flood,
        RevocationView revocations,
        Grants grants,
        People people,
        Clients clients,
        VerificationKeys keys,
        @Nullable Provider signatureProvider,
        Handles pageHandles,
        Supplier<RoleDefinitions> roles,
        RequestLog traffic,
        UnaryOperator<Handler> around,
        Clock clock) {}
