package org.caregate.gateway.paging;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.caregate.crypto.handle.Handles;
import org.caregate.protocol.fhir.FhirHttpRequest;
import org.caregate.protocol.fhir.FhirRequestParser;
import org.caregate.protocol.fhir.ResourceRequest;
import org.caregate.protocol.token.TokenClaims;

/**
 * Seals where the upstream keeps the next page together with the search it belongs to, under associated data that names client and
 * grant: another's handle does not open. The search is decided on again for every page.
 *
 * <p>Both texts are compressed, since the upstream's address often repeats the search. A handle that would still be longer than a
 * request line may reasonably be is not made: a link that we ourselves refuse would be no link.
 */
public final class PageHandles {
    /** The one parameter of a page link. */
    public static final String PARAMETER = "_page";

    private static final Duration LIFETIME = Duration.ofMinutes(30);
    /** Below the longest page link that is parsed; leaves room for the token and the other fields in a header of 16 KiB. */
    private static final int LONGEST = 11 * 1024;

    private static final int LONGEST_TEXT = 256 * 1024;

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

    /** A handle for that caller alone; empty when it would be longer than {@link #open} takes. */
    public Optional<String> seal(Page page, TokenClaims caller) {
        String text = clock.instant().plus(LIFETIME).getEpochSecond() + "\n"
                + page.search().type() + "\n"
                + page.search().query().encoded() + "\n"
                + page.target();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LONGEST_TEXT) {
            return Optional.empty();
        }
        String handle =
                Base64.getUrlEncoder().withoutPadding().encodeToString(handles.seal(compressed(bytes), place(caller)));
        return handle.length() <= LONGEST ? Optional.of(handle) : Optional.empty();
    }

    private static byte[] compressed(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    /** What was compressed; empty for anything else, and for more than a handle is made of. */
    private static Optional<String> text(byte[] compressed) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            byte[] text = in.readNBytes(LONGEST_TEXT + 1);
            return text.length > LONGEST_TEXT
                    ? Optional.empty()
                    : Optional.of(new String(text, StandardCharsets.UTF_8));
        } catch (IOException notCompressed) {
            return Optional.empty(); // made by a node of the version before
        }
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
        Optional<String> opened = handles.open(sealed, place(caller)).flatMap(PageHandles::text);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        String[] lines = opened.get().split("\n", 4);
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
