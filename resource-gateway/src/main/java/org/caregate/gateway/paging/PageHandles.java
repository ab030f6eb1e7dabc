package org.caregate.gateway.paging;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.caregate.crypto.handle.Handles;
import org.caregate.policy.decision.TokenClaims;
import org.caregate.protocol.fhir.FhirHttpRequest;
import org.caregate.protocol.fhir.FhirRequestParser;
import org.caregate.protocol.fhir.ResourceRequest;

/**
 * Seals where the upstream keeps the next page together with the search it belongs to, under associated data that names client and
 * grant: another's handle does not open. The search is decided on again for every page.
 */
public final class PageHandles {
    /** The one parameter of a page link. */
    public static final String PARAMETER = "_page";

    private static final Duration LIFETIME = Duration.ofMinutes(30);
    private static final int LONGEST = 8 * 1024;

    private final Handles handles;
    private final Clock clock;

    public PageHandles(Handles handles, Clock clock) {
        this.handles = handles;
        this.clock = clock;
    }

    /**
     * A page to fetch.
     *
     * @param search the search that the page belongs to
     * @param target what follows the upstream's base
     */
    public record Page(ResourceRequest search, String target) {}

    /** A handle for that caller alone. */
    public String seal(Page page, TokenClaims caller) {
        String text = clock.instant().plus(LIFETIME).getEpochSecond() + "\n"
                + page.search().type() + "\n"
                + page.search().query().encoded() + "\n"
                + page.target();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(handles.seal(text.getBytes(StandardCharsets.UTF_8), place(caller)));
    }

    /** The page, if the handle is whole, not expired and this caller's. */
    public Optional<Page> open(String handle, TokenClaims caller) {
        if (handle.length() > LONGEST) {
            return Optional.empty();
        }
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(handle);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        Optional<byte[]> opened = handles.open(sealed, place(caller));
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        String[] lines = new String(opened.get(), StandardCharsets.UTF_8).split("\n", 4);
        if (lines.length != 4 || !clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(lines[0])))) {
            return Optional.empty();
        }
        return FhirRequestParser.parse(FhirHttpRequest.of("GET", "/" + lines[1], lines[2].isEmpty() ? null : lines[2]))
                        instanceof ResourceRequest search
                ? Optional.of(new Page(search, lines[3]))
                : Optional.empty();
    }

    private static String place(TokenClaims caller) {
        var grant = caller.grant();
        return "page/" + caller.client().value() + "\n" + (grant == null ? "" : grant.value());
    }
}
