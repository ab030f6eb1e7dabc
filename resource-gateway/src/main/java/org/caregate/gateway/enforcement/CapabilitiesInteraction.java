package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.discovery.CapabilityStatements;
import org.caregate.gateway.discovery.OwnDocument;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.FhirInteraction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** capabilities (FHIR R4, "RESTful API", §3.1.0.10): open to anyone, since it says how to get a token. */
final class CapabilitiesInteraction implements PermittedInteraction {
    private static final long KEPT_NANOS = 60_000_000_000L;

    private final ReadForwarder forwarder;
    private final CapabilityStatements statements;
    private volatile @Nullable Kept kept;

    private record Kept(OwnDocument statement, long since) {
        boolean isRecent() {
            return System.nanoTime() - since <= KEPT_NANOS;
        }
    }

    CapabilitiesInteraction(ReadForwarder forwarder, CapabilityStatements statements) {
        this.forwarder = forwarder;
        this.statements = statements;
    }

    @Override
    public Set<FhirInteraction> rows() {
        return Set.of(FhirInteraction.CAPABILITIES);
    }

    @Override
    public Preparation prepare(IncomingRequest incoming, Permitted permitted) {
        Kept known = kept;
        return new PreparedStatement(incoming, permitted, known != null && known.isRecent() ? known.statement() : null);
    }

    private final class PreparedStatement implements Prepared {
        private final IncomingRequest incoming;
        private final Permitted permitted;
        private final @Nullable OwnDocument known;

        PreparedStatement(IncomingRequest incoming, Permitted permitted, @Nullable OwnDocument known) {
            this.incoming = incoming;
            this.permitted = permitted;
            this.known = known;
        }

        @Override
        public Permit permit() {
            return permitted.permit();
        }

        @Override
        public Attempt attempt() {
            return new Attempt(Set.of(), Set.of(), true);
        }

        @Override
        public Forwarding forward(PromisedReceipt receipt) throws UpstreamException {
            return known == null
                    ? forwarder.forward(
                            incoming,
                            permitted,
                            receipt,
                            UpstreamRequest.get("metadata", incoming.exchange().id()))
                    : new Forwarded(incoming, permit(), receipt.await(), null);
        }

        @Override
        public ProvenAnswer prove(Forwarded forwarded) throws UpstreamException {
            if (known != null) {
                return new ProvenAnswer.Document(known);
            }
            OwnDocument statement = rewritten(forwarded.upstream());
            kept = new Kept(statement, System.nanoTime());
            return new ProvenAnswer.Document(statement);
        }

        private OwnDocument rewritten(UpstreamAnswer answer) throws UpstreamException {
            if (answer.status() != 200) {
                throw answer.unexpected(incoming.exchange().startedAt());
            }
            String unreadable = answer.unreadable().orElse(null);
            if (unreadable != null) {
                throw new UpstreamException(Failure.UPSTREAM_UNREADABLE, unreadable);
            }
            try {
                return statements.rewritten(answer.body());
            } catch (JacksonException | MalformedResourceException e) {
                throw new UpstreamException(Failure.UPSTREAM_UNUSABLE, "NOT_THE_FHIR_WE_READ", e);
            }
        }
    }
}
