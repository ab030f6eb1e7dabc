package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.authentication.Authentication;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Facts;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.protocol.fhir.FhirInteraction;

/** One request, one direction: parse → identify → facts → decide → record → forward → prove → release. */
public final class PolicyEnforcementPoint {
    private static final Caller STRANGER = new Unauthenticated(DenyReason.NO_CREDENTIALS);

    private final Authentication authentication;
    private final PageLinks pages;
    private final Decisions decisions;
    private final Map<FhirInteraction, PermittedInteraction> interactions;
    private final Recorder recorder;
    private final Releaser releaser;
    private final Refusals refusals;

    PolicyEnforcementPoint(
            Authentication authentication,
            PageLinks pages,
            Decisions decisions,
            List<PermittedInteraction> interactions,
            Recorder recorder,
            Releaser releaser,
            Refusals refusals) {
        this.authentication = authentication;
        this.pages = pages;
        this.decisions = decisions;
        this.interactions = byRow(interactions);
        this.recorder = recorder;
        this.releaser = releaser;
        this.refusals = refusals;
    }

    private static Map<FhirInteraction, PermittedInteraction> byRow(List<PermittedInteraction> interactions) {
        Map<FhirInteraction, PermittedInteraction> found = new EnumMap<>(FhirInteraction.class);
        interactions.forEach(interaction -> interaction.rows().forEach(row -> found.put(row, interaction)));
        for (FhirInteraction row : FhirInteraction.values()) {
            if (row.isOffered() != found.containsKey(row)) {
                throw new IllegalStateException(row + " is either offered or has a class, but not both");
            }
        }
        return found;
    }

    /** Answers the exchange: once, and never without its entry. */
    public void handle(FhirExchange exchange) throws IOException {
        try {
            answer(exchange);
        } catch (AuditUnavailableException unavailable) {
            refusals.unrecordable(exchange);
        } catch (RuntimeException | Error bug) {
            IncomingRequest unread = ReceivedRequest.unreadable(exchange, null).by(STRANGER);
            refusals.refuseBroken(unread, bug);
        }
    }

    private void answer(FhirExchange exchange) throws IOException {
        ReceivedRequest received = ReceivedRequest.parse(exchange); // syntax only, no trust
        Caller caller = authentication.identify(received.credential()); // by what the token alone proves
        IncomingRequest incoming = pages.resume(received.by(caller));
        Facts facts = decisions.facts(incoming); // all the I/O of a decision
        Decided decided = decisions.decide(incoming, facts); // pure
        switch (prepare(incoming, decided)) { // what the request alone shows
            case Refused refused -> refusals.refuse(incoming, refused);
            case Prepared prepared -> {
                PromisedReceipt receipt = recorder.attempt(incoming, prepared.permit(), prepared.attempt());
                Ending ending = attempted(incoming, () -> {
                    try (Forwarding forwarding = prepared.forward(receipt)) { // answers once the attempt is durable
                        ProvenAnswer proven = forwarding.provenBy(prepared);
                        return releaser.release(incoming, prepared.attempt(), receipt.await(), proven);
                    }
                });
                if (ending instanceof Refused refused) {
                    refusals.refuseAttempted(incoming, prepared.permit(), refused);
                }
            }
        }
    }

    private Preparation prepare(IncomingRequest incoming, Decided decided) {
        return switch (decided) {
            case Refused refused -> refused;
            case Permitted permitted -> {
                Permit permit = permitted.permit();
                PermittedInteraction interaction = Objects.requireNonNull(
                        interactions.get(permit.request().interaction()), "permitted what is not offered");
                yield switch (interaction.prepare(incoming, permitted)) {
                    case Refused refused -> refused.under(permit.policyVersion());
                    case Prepared prepared -> prepared;
                };
            }
        };
    }

    private interface Steps {
        Ending take() throws UpstreamException, IOException;
    }

    /** Takes the steps after the attempt; what breaks meanwhile ends it. */
    private Ending attempted(IncomingRequest incoming, Steps steps) {
        try {
            return steps.take();
        } catch (UpstreamException unusable) {
            return Refused.by(unusable);
        } catch (IOException gone) {
            refusals.abandoned(incoming);
            return new Ending.Answered();
        } catch (AuditUnavailableException unavailable) {
            throw unavailable; // no attempt was made durable, so there is nothing to complete
        } catch (RuntimeException | Error bug) {
            return Refusals.internalError(incoming.exchange(), bug);
        }
    }
}
