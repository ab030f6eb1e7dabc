package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.util.Map;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.gateway.guard.SearchResult;
import org.caregate.gateway.upstream.UpstreamException;

/** Lets what was proved leave: recorded first, and only while the token stands (invariants 1 and 3). */
final class Releaser {
    private final Decisions decisions;
    private final Recorder recorder;

    Releaser(Decisions decisions, Recorder recorder) {
        this.decisions = decisions;
        this.recorder = recorder;
    }

    private record Attempted(IncomingRequest incoming, Attempt attempt, AuditReceipt receipt) {}

    /** Releases the answer to what was attempted. */
    Ending release(IncomingRequest incoming, Attempt attempt, AuditReceipt receipt, ProvenAnswer answer)
            throws UpstreamException, IOException {
        Attempted attempted = new Attempted(incoming, attempt, receipt);
        try {
            return switch (answer) {
                case Refused refused -> refused;
                case ProvenAnswer.Resource resource -> resource(attempted, resource);
                case ProvenAnswer.Searchset searchset -> searchset(attempted, searchset);
                case ProvenAnswer.Unshown unshown -> unshown(incoming, unshown);
                case ProvenAnswer.Document(var document) -> {
                    incoming.exchange().publish(document, receipt);
                    yield new Ending.Answered();
                }
            };
        } catch (AuditUnavailableException unavailable) {
            return Refused.of(Failure.AUDIT_UNAVAILABLE);
        }
    }

    private Ending resource(Attempted attempted, ProvenAnswer.Resource resource) throws IOException {
        Check released = part(attempted, resource.part(), resource.status(), resource.fields());
        if (released instanceof Refused refused) {
            return refused;
        }
        if (!attempted
                .attempt()
                .covers(resource.part())) { // else one entry has said all, unless something follows that says otherwise
            recorder.completed(attempted.incoming(), resource.status(), 1, resource.patients());
        }
        return new Ending.Answered();
    }

    private Ending searchset(Attempted attempted, ProvenAnswer.Searchset searchset)
            throws UpstreamException, IOException {
        long released = 0;
        try (SearchResult result = searchset.result()) {
            ProvenPart part;
            do {
                part = result.next();
                if (part(attempted, part, 200, Map.of()) instanceof Refused refused) {
                    return refused;
                }
                released += part.resources().size();
            } while (!part.isLast());
        } finally { // also when the answer breaks off
            recorder.alarms(attempted.incoming(), searchset.heldBack());
        }
        recorder.searched(attempted.incoming(), 200, released, searchset.heldBack());
        return new Ending.Answered();
    }

    /** Records what the part discloses unless the attempt's entry says it, asks about revocation again, and lets it leave. */
    private Check part(Attempted attempted, ProvenPart part, int status, Map<String, String> fields)
            throws IOException {
        IncomingRequest incoming = attempted.incoming();
        AuditReceipt receipt =
                attempted.attempt().covers(part) ? attempted.receipt() : recorder.disclosed(incoming, part);
        Check stillGood = decisions.stillGood(incoming, receipt);
        if (stillGood instanceof Check.Passed) {
            incoming.exchange().release(part, receipt, status, fields);
        }
        return stillGood;
    }

    /** What was written is recorded, and the response says so. */
    private Ending unshown(IncomingRequest incoming, ProvenAnswer.Unshown unshown) throws IOException {
        AuditReceipt receipt = recorder.disclosed(incoming, unshown.patients(), unshown.resources());
        incoming.exchange().done(receipt, unshown.status(), unshown.fields());
        recorder.completed(incoming, unshown.status(), 1, unshown.patients());
        return new Ending.Answered();
    }
}
