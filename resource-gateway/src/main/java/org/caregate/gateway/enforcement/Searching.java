package org.caregate.gateway.enforcement;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.caregate.audit.PromisedReceipt;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.ReleaseRefusedException;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.SearchLinks;
import org.caregate.gateway.json.References;
import org.caregate.gateway.paging.NextLinks;
import org.caregate.gateway.paging.PageHandles;
import org.caregate.gateway.paging.PageHandles.Page;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.token.TokenClaims;

/** search by GET and POST (FHIR R4, "RESTful API", §3.1.0.9): narrowed, handled strictly, and every entry proved all the same. */
final class Searching implements PermittedInteraction {
    private final UpstreamClient upstream;
    private final ResponseGuard guard;
    private final Enforcement enforcement;
    private final Recorder recorder;
    private final References references;
    private final NextLinks nextLinks;
    private final PageHandles pages;

    Searching(
            UpstreamClient upstream,
            ResponseGuard guard,
            Enforcement enforcement,
            Recorder recorder,
            References references,
            NextLinks nextLinks,
            PageHandles pages) {
        this.upstream = upstream;
        this.guard = guard;
        this.enforcement = enforcement;
        this.recorder = recorder;
        this.references = references;
        this.nextLinks = nextLinks;
        this.pages = pages;
    }

    @Override
    public void carryOut(Asked asked, Permit permit, long decidedOn)
            throws RefusedException, ReleaseRefusedException, UpstreamException, IOException {
        PromisedReceipt promised = recorder.attempt(asked, permit.policyVersion(), Set.of(), false);
        try (UpstreamAnswer answer = sendMeanwhile(request(asked, permit), promised)) {
            Permit standing = enforcement.standing(asked, permit, decidedOn, promised.await());
            demandOk(answer, asked);
            answer.demandFhirJson();
            AtomicLong released = new AtomicLong();
            HeldBack heldBack = new HeldBack();
            try {
                guard.search(
                        answer.body(),
                        standing.obligations(),
                        links(asked, permit.request()),
                        new StoredTargets(upstream, guard, asked),
                        part -> {
                            enforcement.release(asked, part, false, 200, Map.of());
                            released.addAndGet(part.resources().size());
                        },
                        heldBack::add);
            } finally { // also when the answer breaks off
                recorder.alarms(asked, heldBack);
            }
            recorder.searched(asked, 200, released.get(), heldBack);
        }
    }

    private UpstreamAnswer sendMeanwhile(UpstreamRequest request, PromisedReceipt promised) throws UpstreamException {
        try {
            return upstream.send(request);
        } catch (UpstreamException e) {
            promised.await();
            throw e;
        }
    }

    private static UpstreamRequest request(Asked asked, Permit permit) {
        String id = asked.exchange().id();
        String page = asked.upstreamPage();
        if (page != null) {
            return UpstreamRequest.get(page, id);
        }
        String type = permit.request().type();
        String query = permit.obligations().query().encoded();
        // what came in a body stays out of the upstream's address, and of its logs
        UpstreamRequest request = asked.exchange().method().equals("POST")
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

    private static void demandOk(UpstreamAnswer answer, Asked asked) throws RefusedException, UpstreamException {
        boolean page = asked.upstreamPage() != null;
        switch (answer.status()) {
            case 200 -> {}
            case 400, 422 -> throw new RefusedException(Failure.UPSTREAM_REFUSED_REQUEST);
            case 404 -> throw new RefusedException(page ? Failure.PAGE_UNKNOWN : Failure.TYPE_NOT_SUPPORTED);
            case 410 -> throw new RefusedException(Failure.PAGE_UNKNOWN);
            default -> throw answer.unexpected(asked.exchange().startedAt());
        }
    }

    private SearchLinks links(Asked asked, ResourceRequest search) {
        TokenClaims token = asked.token();
        String page = asked.upstreamPage() == null ? "" + search.type() : asked.upstreamPage();
        return new SearchLinks() {
            @Override
            public String self() {
                String query = search.query().encoded();
                return references.ours(search.type() + (query.isEmpty() ? "" : "?" + query));
            }

            @Override
            public String next(String upstreamAddress) throws UpstreamException {
                String target = nextLinks
                        .target(upstreamAddress, page)
                        .orElseThrow(() -> new UpstreamException(Failure.UPSTREAM_UNUSABLE, "NEXT_LINK"));
                if (token == null) {
                    throw new IllegalStateException("a search without a token");
                }
                String handle = pages.seal(new Page(search, target), token)
                        .orElseThrow(
                                () -> new UpstreamException(Failure.RESULT_TOO_LONG_TO_CONTINUE, "NEXT_LINK_TOO_LONG"));
                return references.ours(search.type() + "?" + PageHandles.PARAMETER + "=" + handle);
            }
        };
    }
}
