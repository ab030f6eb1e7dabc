package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.util.Set;
import org.caregate.audit.AuditLog;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.gateway.error.Failure;
import org.caregate.policy.decision.Permit;

/**
 * Where every refusal of the gateway is recorded and answered: the caller's entry is durable before the answer, a stranger's too unless
 * it is counted as part of a flood.
 */
public final class Refusals {
    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());

    private final AuditLog log;
    private final StrangersLog strangers;
    private final ExchangeEntries entries;
    private final Recorder recorder;
    private final MissingPace missing;

    Refusals(AuditLog log, StrangersLog strangers, ExchangeEntries entries, Recorder recorder, MissingPace missing) {
        this.log = log;
        this.strangers = strangers;
        this.entries = entries;
        this.recorder = recorder;
        this.missing = missing;
    }

    /** Refuses what was not attempted: one entry says all. */
    void refuse(IncomingRequest incoming, Refused refused) throws IOException {
        Outcome outcome = refused.failure() ? Outcome.FAILED : Outcome.REFUSED;
        record(
                entries.first(incoming, outcome)
                        .reason(refused.reason())
                        .policyVersion(refused.policyVersion())
                        .httpStatus(refused.refusal().status())
                        .build(),
                incoming.isOfStranger());
        incoming.exchange().refuse(refused.refusal(), refused.scope());
    }

    /** Refuses what was attempted, unless part of the answer is out: then it is broken off. The attempt's entry is durable already. */
    void refuseAttempted(IncomingRequest incoming, Permit permit, Refused refused) throws IOException {
        FhirExchange exchange = incoming.exchange();
        int status = refused.refusal().status();
        if (permit.obligations().restricted() && status == 404) {
            missing.await(exchange.startedNanos());
        }
        Outcome outcome = refused.failure() ? Outcome.FAILED : Outcome.REFUSED;
        recorder.ended(incoming, outcome, refused.reason(), status, 0, refused.patients());
        refuseOrAbort(exchange, refused);
    }

    /** Ends an attempt whose caller is gone. */
    void abandoned(IncomingRequest incoming) {
        recorder.ended(incoming, Outcome.FAILED, "CALLER_GONE", 0, 0, Set.of());
        incoming.exchange().abort();
    }

    /** Refuses a message that never became a request; the entry is durable when this returns, or counted. */
    public void unreadable(String exchangeId, String source, Failure failure) {
        record(entries.unreadable(exchangeId, source, failure), true);
    }

    /** Answers 503, without an entry: the log cannot be written. */
    void unrecordable(FhirExchange exchange) throws IOException {
        refuseOrAbort(exchange, Refused.of(Failure.AUDIT_UNAVAILABLE));
    }

    /** Refuses after a bug before the attempt, of which no more may be known than where the request came from. */
    void refuseBroken(IncomingRequest unread, Throwable bug) throws IOException {
        Refused refused = internalError(unread.exchange(), bug);
        try {
            refuse(unread, refused);
        } catch (AuditUnavailableException unavailable) {
            unrecordable(unread.exchange());
        }
    }

    /** Logs a bug: its class alone, as messages may quote values; the rest at debug level. */
    static Refused internalError(FhirExchange exchange, Throwable bug) {
        LOG.log(
                System.Logger.Level.ERROR,
                "exchange {0} failed: {1}",
                exchange.id(),
                bug.getClass().getName());
        LOG.log(System.Logger.Level.DEBUG, "exchange " + exchange.id(), bug);
        return Refused.of(Failure.INTERNAL_ERROR);
    }

    /** The one flood test: a stranger's refusal gets an entry of its own, or is counted. */
    private void record(AuditEntry entry, boolean ofStranger) {
        if (ofStranger) {
            strangers.refused(entry);
        } else {
            log.record(entry);
        }
    }

    private static void refuseOrAbort(FhirExchange exchange, Refused refused) throws IOException {
        if (exchange.isCommitted()) {
            exchange.abort();
        } else {
            exchange.refuse(refused.refusal(), refused.scope());
        }
    }
}
