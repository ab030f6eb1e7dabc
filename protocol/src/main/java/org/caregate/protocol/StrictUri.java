package org.caregate.protocol;

import java.net.URI;
import java.net.URISyntaxException;

/** Reads URIs as RFC 3986 defines them, where {@link URI} also takes other characters than ASCII's and ports that do not exist. */
public final class StrictUri {
    private static final int MAX_PORT = 65_535;

    private StrictUri() {}

    /**
     * Reads an absolute or relative URI.
     *
     * @throws URISyntaxException if it is none; an IRI (RFC 3987) has to be percent-encoded first
     */
    public static URI parse(String text) throws URISyntaxException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= 0x20 || text.charAt(i) >= 0x7f) {
                throw new URISyntaxException("", "a character outside RFC 3986", i);
            }
        }
        URI uri = new URI(text);
        if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
            throw new URISyntaxException("", "a port that does not exist");
        }
        return uri;
    }
}
