package org.caregate.gateway.enforcement;

import java.util.HashSet;
import java.util.Set;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.enforcement.ReferencedRecords.Lookups;
import org.caregate.gateway.enforcement.WriteAnswers.Sent;
import org.caregate.gateway.enforcement.WriteResult.Body;
import org.caregate.gateway.enforcement.WriteResult.OfBody;
import org.caregate.gateway.enforcement.WriteResult.OfProof;
import org.caregate.gateway.enforcement.WriteResult.OfStored;
import org.caregate.gateway.enforcement.WriteResult.Proved;
import org.caregate.gateway.enforcement.WriteResult.Replaced;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.InvalidBody;
import org.caregate.gateway.structure.BodyReader;
import org.caregate.gateway.structure.BodyResult;
import org.caregate.gateway.structure.WrittenBody;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.WriteProof;
import org.jspecify.annotations.Nullable;

/**
 * What create and update have in common: the body is held against FHIR's own structure; body, references and stored version are
 * proved before anything is forwarded, and the write holds only for the version that was proved.
 */
abstract sealed class WriteInteraction implements PermittedInteraction permits CreateInteraction, UpdateInteraction {
    private final Steps steps;

    /** What writes are made with. */
    record Steps(
            Forwarder forwarder,
            Decisions decisions,
            BodyReader bodies,
            WriteProof proof,
            ReferencedRecords referenced,
            StoredResources stored,
            WriteAnswers answers) {}

    WriteInteraction(Steps steps) {
        this.steps = steps;
    }

    Steps steps() {
        return steps;
    }

    /** Whether the interaction may have these conditions. */
    abstract Check conditions(WriteConditions conditions);

    /** Reads and proves the version that is replaced. */
    abstract OfStored replaced(
            IncomingRequest incoming, Permit permit, AuditReceipt receipt, WriteConditions conditions)
            throws UpstreamException;

    /** The request that writes the body in place of what was proved. */
    abstract UpstreamRequest write(IncomingRequest incoming, Permit permit, Replaced replaced, WrittenBody body);

    @Override
    public Preparation prepare(IncomingRequest incoming, Permitted permitted) {
        return switch (WriteConditions.of(incoming.exchange())) {
            case Refused refused -> refused;
            case WriteConditions conditions ->
                switch (conditions(conditions)) {
                    case Refused refused -> refused;
                    case Check.Passed passed -> withBody(incoming, permitted, conditions);
                };
        };
    }

    private Preparation withBody(IncomingRequest incoming, Permitted permitted, WriteConditions conditions) {
        return switch (body(incoming.exchange())) {
            case Refused refused -> refused;
            case Body(WrittenBody body) ->
                switch (prove(permitted.permit(), body)) {
                    case Refused refused -> refused;
                    case Proved proved -> new PreparedWrite(incoming, permitted, conditions, body, proved);
                };
        };
    }

    private OfBody body(FhirExchange exchange) {
        return switch (exchange.body()) {
            case FhirExchange.Body.Unread unread -> Refused.of(unread.failure(), unread.reason());
            case FhirExchange.Body.Whole(byte[] bytes) ->
                switch (steps.bodies().read(bytes)) {
                    case BodyResult.Malformed malformed -> Refused.of(Failure.BODY_UNREADABLE);
                    case BodyResult.Invalid invalid -> Refused.of(new InvalidBody(invalid.defect(), invalid.path()));
                    case WrittenBody body -> new Body(body);
                };
        };
    }

    private OfProof prove(Permit permit, WrittenBody body) {
        return switch (steps.proof().ofBody(permit, body.facts())) {
            case WriteProof.Finding.Refused(DenyReason reason) -> Refused.of(reason);
            case WriteProof.Finding.Allowed(Set<String> patients) ->
                switch (steps.referenced().lookups(permit, body)) {
                    case Lookups.Outside(Refused refused) -> refused;
                    case Lookups.Needed(var lookups) -> new Proved(patients, lookups);
                };
        };
    }

    private final class PreparedWrite implements Prepared {
        private final IncomingRequest incoming;
        private final Permitted permitted;
        private final WriteConditions conditions;
        private final WrittenBody body;
        private final Proved proved;
        private @Nullable Sent sent;

        PreparedWrite(
                IncomingRequest incoming,
                Permitted permitted,
                WriteConditions conditions,
                WrittenBody body,
                Proved proved) {
            this.incoming = incoming;
            this.permitted = permitted;
            this.conditions = conditions;
            this.body = body;
            this.proved = proved;
        }

        @Override
        public Permit permit() {
            return permitted.permit();
        }

        @Override
        public Attempt attempt() {
            return Attempt.about(proved.patients());
        }

        @Override
        public Forwarding forward(PromisedReceipt attempt) throws UpstreamException {
            AuditReceipt receipt = attempt.await(); // durable before anything is forwarded
            return switch (steps.decisions().standing(incoming, permitted, receipt)) {
                case Refused refused -> refused;
                case Permitted standing ->
                    switch (standing.permit() == permitted.permit()
                            ? proved
                            : WriteInteraction.this.prove(standing.permit(), body)) {
                        case Refused refused -> refused;
                        case Proved again -> replacing(standing.permit(), receipt, again);
                    };
            };
        }

        private Forwarding replacing(Permit permit, AuditReceipt receipt, Proved standing) throws UpstreamException {
            return switch (replaced(incoming, permit, receipt, conditions)) {
                case Refused refused -> refused;
                case Replaced replaced -> {
                    Set<String> patients = new HashSet<>(standing.patients());
                    patients.addAll(replaced.patients());
                    yield send(permit, receipt, replaced, new Proved(patients, standing.lookups()));
                }
            };
        }

        private Forwarding send(Permit permit, AuditReceipt receipt, Replaced replaced, Proved whole)
                throws UpstreamException {
            if (replaced.stored() != null
                    && steps.proof().moves(replaced.stored().facts(), body.facts())) {
                return Refused.of(Failure.RECORD_WOULD_MOVE).about(whole.patients());
            }
            if (steps.referenced().check(incoming, permit, receipt, whole.lookups()) instanceof Refused refused) {
                return refused;
            }
            // also after the upstream was asked
            if (steps.decisions().stillGood(incoming, receipt) instanceof Refused refused) {
                return refused;
            }
            sent = new Sent(whole.patients(), body.submitted());
            UpstreamRequest write = write(incoming, permit, replaced, body).with("Prefer", "return=representation");
            return new Forwarded(incoming, permit, receipt, steps.forwarder().forward(permit, receipt, write));
        }

        @Override
        public ProvenAnswer prove(Forwarded forwarded) throws UpstreamException {
            if (sent == null) {
                throw new IllegalStateException("nothing was written");
            }
            return steps.answers().prove(forwarded, sent);
        }
    }
}
