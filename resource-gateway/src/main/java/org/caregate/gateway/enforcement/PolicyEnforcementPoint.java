package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.caregate.accesstoken.verification.BearerCredential;
import org.caregate.audit.AuditUnavailableException;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.gateway.authentication.Authentication;
import org.caregate.gateway.enforcement.Enforcement.Decided;
import org.caregate.gateway.error.Denied;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.error.Refusal;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.paging.PageHandles;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Caller;
import org.caregate.policy.decision.Deny;
import org.caregate.policy.decision.DenyReason;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.Unauthenticated;
import org.caregate.protocol.fhir.FhirHttpRequest;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.FhirRequestParser;
import org.caregate.protocol.fhir.MalformedRequest;
import org.caregate.protocol.fhir.ParsedRequest;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.fhir.SearchParameter;
import org.jspecify.annotations.Nullable;

/** One request, one direction: parse → authenticate → gather facts → decide → audit → forward → prove → respond. */
final class PolicyEnforcementPoint {
    private final Authentication authentication;
    private final Enforcement enforcement;
    private final Recorder recorder;
    private final RefusalFlood flood;
    private final PageHandles pages;
    private final PermittedInteraction reading;
    private final PermittedInteraction searching;
    private final PermittedInteraction writing;
    private final PermittedInteraction describing;

    PolicyEnforcementPoint(
            Authentication authentication,
            Enforcement enforcement,
            Recorder recorder,
            RefusalFlood flood,
            PageHandles pages,
            PermittedInteraction reading,
            PermittedInteraction searching,
            PermittedInteraction writing,
            PermittedInteraction describing) {
        this.authentication = authentication;
        this.enforcement = enforcement;
        this.recorder = recorder;
        this.flood = flood;
        this.pages = pages;
        this.reading = reading;
        this.searching = searching;
        this.writing = writing;
        this.describing = describing;
    }

    /** Answers the exchange: once, and never without its entry. */
    void answer(Exchange exchange) throws IOException {
        try {
            String form = form(exchange);
            ParsedRequest request = FhirRequestParser.parse(http(exchange, form));
            Caller caller = authentication.identify(credential(exchange, form));
            Asked first = new Asked(exchange, request, caller, null);
            Optional<Asked> resumed = resume(first);
            if (resumed.isEmpty()) {
                refuse(first, new RefusedException(Failure.PAGE_UNKNOWN));
                return;
            }
            Asked asked = resumed.get();
            Decided decided = enforcement.decide(asked);
            switch (decided.decision()) {
                case Deny deny -> deny(asked, deny);
                case Permit permit -> carryOut(asked, permit, decided.version());
            }
        } catch (RefusedException refused) {
            if (flood.refused(exchange.source(), refused.reason()) == RefusalFlood.Verdict.RECORD_NOW) {
                recorder.refused(unread(exchange), refused.refusal(), refused.reason(), null);
            }
            exchange.refuse(refused.refusal(), "");
        } catch (AuditUnavailableException unavailable) {
            if (exchange.isCommitted()) {
                exchange.abort();
            } else {
                exchange.refuse(Failure.AUDIT_UNAVAILABLE, "");
            }
        }
    }

    private void deny(Asked asked, Deny deny) throws IOException {
        Refusal refusal = new Denied(deny.reason());
        boolean stranger = asked.caller() instanceof Unauthenticated;
        if (!stranger
                || flood.refused(asked.exchange().source(), refusal.reason()) == RefusalFlood.Verdict.RECORD_NOW) {
            recorder.refused(asked, refusal, refusal.reason(), deny.policyVersion());
        }
        asked.exchange().refuse(refusal, deny.requiredScope());
    }

    private void carryOut(Asked asked, Permit permit, long decidedOn) throws IOException {
        PermittedInteraction interaction = switch (permit.request().interaction()) {
            case READ, VREAD -> reading;
            case SEARCH_TYPE -> searching;
            case CREATE, UPDATE -> writing;
            case CAPABILITIES -> describing;
            default -> throw new IllegalStateException("permitted what is not offered");
        };
        try {
            interaction.carryOut(asked, permit, decidedOn);
        } catch (RefusedException refused) {
            if (permit.obligations().restricted() && refused.refusal().status() == 404) {
                MissingPace.await(asked.exchange().startedNanos());
            }
            enforcement.refuse(asked, refused);
        } catch (ReleaseRefusedException refused) {
            enforcement.refuse(asked, new RefusedException(refused.refusal()));
        } catch (UpstreamException unusable) {
            enforcement.refuse(asked, new RefusedException(unusable.refusal(), unusable.detail(), true));
        } catch (IOException gone) {
            recorder.completed(asked, Outcome.FAILED, "CALLER_GONE", 0, 0);
            asked.exchange().abort();
        }
    }

    /**
     * A page link's search is decided on like the search it continues, and fetched where the sealed handle says; empty when the
     * handle is not this caller's.
     */
    private Optional<Asked> resume(Asked asked) {
        if (!(asked.request() instanceof ResourceRequest search)
                || search.interaction() != FhirInteraction.SEARCH_TYPE
                || !(asked.caller() instanceof Authenticated authenticated)) {
            return Optional.of(asked);
        }
        List<SearchParameter> handles =
                search.query().named(PageHandles.PARAMETER).toList();
        if (handles.isEmpty()) {
            return Optional.of(asked);
        }
        if (handles.size() > 1 || search.query().parameters().size() > 1) {
            return Optional.empty();
        }
        return pages.open(handles.getFirst().value(), authenticated.claims())
                .filter(page -> Objects.equals(page.search().type(), search.type()))
                .map(page -> new Asked(asked.exchange(), page.search(), asked.caller(), page.target()));
    }

    private void refuse(Asked asked, RefusedException refused) throws IOException {
        recorder.refused(asked, refused.refusal(), refused.reason(), null);
        asked.exchange().refuse(refused.refusal(), "");
    }

    private static Asked unread(Exchange exchange) {
        return new Asked(
                exchange,
                new MalformedRequest(MalformedRequest.Reason.TOO_LONG),
                new Unauthenticated(DenyReason.NO_CREDENTIALS),
                null);
    }

    private static @Nullable String form(Exchange exchange) throws RefusedException {
        boolean search = FhirRequestParser.readsForm(exchange.method(), exchange.rawPath());
        return search ? new String(exchange.form(), StandardCharsets.UTF_8) : null;
    }

    private static FhirHttpRequest http(Exchange exchange, @Nullable String form) {
        List<String> accept = exchange.fields("Accept");
        List<String> contentType = exchange.fields("Content-Type");
        return new FhirHttpRequest(
                exchange.method(),
                exchange.rawPath(),
                exchange.rawQuery(),
                contentType.size() == 1 ? contentType.getFirst() : null,
                accept.isEmpty() ? null : String.join(",", accept),
                !exchange.fields("If-None-Exist").isEmpty(),
                form);
    }

    private static BearerCredential credential(Exchange exchange, @Nullable String form) {
        boolean elsewhere = names(exchange.rawQuery()) || names(form);
        return BearerCredential.of(exchange.fields("Authorization"), elsewhere);
    }

    private static boolean names(@Nullable String query) {
        return query != null && ("&" + query).contains("&access_token=");
    }
}
