package org.caregate.gateway.enforcement;

import java.util.List;
import java.util.Objects;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.SearchLinks;
import org.caregate.gateway.json.References;
import org.caregate.gateway.paging.NextLinks;
import org.caregate.gateway.paging.PageHandles;
import org.caregate.gateway.paging.PageHandles.Page;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.protocol.fhir.FhirInteraction;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.fhir.SearchParameter;
import org.caregate.protocol.token.TokenClaims;

/** The links of search results: sealed when a result is released, opened when its next page is asked for. */
final class PageLinks {
    private final PageHandles handles;
    private final NextLinks nextLinks;
    private final References references;

    PageLinks(PageHandles handles, NextLinks nextLinks, References references) {
        this.handles = handles;
        this.nextLinks = nextLinks;
        this.references = references;
    }

    /**
     * A page link's search is decided on like the search it continues, and fetched where the sealed handle says; a handle that is not
     * this caller's is refused.
     */
    IncomingRequest resume(IncomingRequest incoming) {
        TokenClaims token = incoming.token();
        if (!(incoming.request() instanceof ResourceRequest search)
                || search.interaction() != FhirInteraction.SEARCH_TYPE
                || token == null) {
            return incoming;
        }
        List<SearchParameter> named =
                search.query().named(PageHandles.PARAMETER).toList();
        if (named.isEmpty()) {
            return incoming;
        }
        IncomingRequest unknown = incoming.unreadable(Refused.of(Failure.PAGE_UNKNOWN));
        if (named.size() > 1 || search.query().parameters().size() > 1) {
            return unknown;
        }
        return handles.open(named.getFirst().value(), token)
                .filter(page -> Objects.equals(page.search().type(), search.type()))
                .map(page -> incoming.onPage(page.search(), page.target()))
                .orElse(unknown);
    }

    /** The links of a result for that caller. */
    SearchLinks of(IncomingRequest incoming, ResourceRequest search) {
        TokenClaims token = incoming.token();
        if (token == null) {
            throw new IllegalStateException("a search without a token");
        }
        String page = incoming.upstreamPage() == null ? "" + search.type() : incoming.upstreamPage();
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
                String handle = handles.seal(new Page(search, target), token)
                        .orElseThrow(
                                () -> new UpstreamException(Failure.RESULT_TOO_LONG_TO_CONTINUE, "NEXT_LINK_TOO_LONG"));
                return references.ours(search.type() + "?" + PageHandles.PARAMETER + "=" + handle);
            }
        };
    }
}
