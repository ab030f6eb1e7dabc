package org.caregate.gateway.enforcement;

import org.caregate.audit.AuditReceipt;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;

/** Forwards what changes nothing: the upstream works while the attempt is written, and then the permit is held against its receipt. */
final class ReadForwarder {
    private final Forwarder forwarder;
    private final Decisions decisions;

    ReadForwarder(Forwarder forwarder, Decisions decisions) {
        this.forwarder = forwarder;
        this.decisions = decisions;
    }

    Forwarding forward(IncomingRequest incoming, Permitted permitted, PromisedReceipt attempt, UpstreamRequest request)
            throws UpstreamException {
        UpstreamAnswer answer = forwarder.forwardWhileRecording(permitted.permit(), attempt, request);
        boolean handedOn = false;
        try {
            AuditReceipt receipt = attempt.await();
            Forwarding result = switch (decisions.standing(incoming, permitted, receipt)) {
                case Permitted standing -> new Forwarded(incoming, standing.permit(), receipt, answer);
                case Refused refused -> refused;
            };
            handedOn = result instanceof Forwarded;
            return result;
        } finally {
            if (!handedOn) {
                answer.close();
            }
        }
    }

    /** Where the resources are that a Provenance is about: read under the same permit and receipt. */
    StoredTargets targets(Forwarded forwarded, ResponseGuard guard) {
        return new StoredTargets(forwarder, guard, forwarded);
    }
}
