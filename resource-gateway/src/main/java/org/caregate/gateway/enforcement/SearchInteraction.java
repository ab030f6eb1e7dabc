package org.caregate.gateway.enforcement;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.enforcement.Decided.Permitted;
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.SearchResult;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.FhirInteraction;

/** search by GET and POST (FHIR R4, "RESTful API", §3.1.0.9): narrowed, handled strictly, and every entry proved all the same. */
final class SearchInteraction implements PermittedInteraction {
    private final ReadForwarder forwarder;
    private final ResponseGuard guard;
    private final PageLinks pages;

    SearchInteraction(ReadForwarder forwarder, ResponseGuard guard, PageLinks pages) {
        this.forwarder = forwarder;
        this.guard = guard;
        this.pages = pages;
    }

    @Override
    public Set<FhirInteraction> rows() {
        return Set.of(FhirInteraction.SEARCH_TYPE);
    }

    @Override
    public Preparation prepare(IncomingRequest incoming, Permitted permitted) {
        return new PreparedSearch(incoming, permitted);
    }

    private final class PreparedSearch implements Prepared {
        private final IncomingRequest incoming;
        private final Permitted permitted;

        PreparedSearch(IncomingRequest incoming, Permitted permitted) {
            this.incoming = incoming;
            this.permitted = permitted;
        }

        @Override
        public Permit permit() {
            return permitted.permit();
        }

        @Override
        public Attempt attempt() {
            return Attempt.open();
        }

        @Override
        public Forwarding forward(PromisedReceipt receipt) throws UpstreamException {
            return forwarder.forward(incoming, permitted, receipt, request());
        }

        private UpstreamRequest request() {
            String id = incoming.exchange().id();
            String page = incoming.upstreamPage();
            if (page != null) {
                return UpstreamRequest.get(page, id);
            }
            String type = permit().request().type();
            String query = permit().obligations().query().encoded();
            // what came in a body stays out of the upstream's address, and of its logs
            UpstreamRequest request = incoming.exchange().method().equals("POST")
                    ? new UpstreamRequest(
                            "POST",
                            type + "/_search",
                            id,
                            Map.of(),
                            "application/x-www-form-urlencoded",
                            ByteBuffer.wrap(query.getBytes(StandardCharsets.US_ASCII)))
                    : UpstreamRequest.get(type + (query.isEmpty() ? "" : "?" + query), id);
            return request.with("Prefer", "handling=strict");
        }

        @Override
        public ProvenAnswer prove(Forwarded forwarded) throws UpstreamException {
            UpstreamAnswer answer = forwarded.upstream();
            boolean page = incoming.upstreamPage() != null;
            return switch (answer.status()) {
                case 200 -> searchset(forwarded, answer);
                case 400, 422 -> Refused.of(Failure.UPSTREAM_REFUSED_REQUEST);
                case 404 -> Refused.of(page ? Failure.PAGE_UNKNOWN : Failure.TYPE_NOT_SUPPORTED);
                case 410 -> Refused.of(Failure.PAGE_UNKNOWN);
                default -> throw answer.unexpected(incoming.exchange().startedAt());
            };
        }

        private ProvenAnswer searchset(Forwarded forwarded, UpstreamAnswer answer) throws UpstreamException {
            HeldBack heldBack = new HeldBack();
            SearchResult result = guard.search(
                    answer,
                    forwarded.permit().obligations(),
                    pages.of(incoming, permit().request()),
                    forwarder.targets(forwarded, guard),
                    heldBack::add);
            return new ProvenAnswer.Searchset(result, heldBack);
        }
    }
}
