package org.caregate.gateway.enforcement;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.discovery.CapabilityStatements;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.Permit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** capabilities (FHIR R4, "RESTful API", §3.1.0.10): open to anyone, since it tells how to get a token. */
final class Describing implements PermittedInteraction {
    private static final long KEPT_NANOS = 60_000_000_000L;

    private final UpstreamClient upstream;
    private final CapabilityStatements statements;
    private final Recorder recorder;
    private volatile @Nullable Kept kept;

    private record Kept(byte[] statement, long since) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    Describing(UpstreamClient upstream, CapabilityStatements statements, Recorder recorder) {
        this.upstream = upstream;
        this.statements = statements;
        this.recorder = recorder;
    }

    @Override
    public void carryOut(Asked asked, Permit permit, long decidedOn)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        PromisedReceipt promised = recorder.attempt(asked, permit.policyVersion(), Set.of(), true);
        Kept known = kept;
        if (known == null || System.nanoTime() - known.since() > KEPT_NANOS) {
            try {
                known = new Kept(fetch(asked.exchange()), System.nanoTime());
            } finally {
                promised.await();
            }
            kept = known;
        }
        promised.await();
        asked.exchange().release(ResponseGuard.ownDocument(known.statement()), 200, Map.of());
    }

    private byte[] fetch(Exchange exchange) throws UpstreamException {
        try (UpstreamAnswer answer = upstream.send(UpstreamRequest.get("metadata", exchange.id()))) {
            if (answer.status() != 200) {
                throw answer.unexpected(exchange.startedAt());
            }
            answer.demandFhirJson();
            ByteArrayOutputStream statement = new ByteArrayOutputStream();
            statements.rewrite(answer.body(), statement);
            return statement.toByteArray();
        } catch (JacksonException | MalformedResourceException e) {
            throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, "NOT_THE_FHIR_WE_READ", e);
        }
    }
}
