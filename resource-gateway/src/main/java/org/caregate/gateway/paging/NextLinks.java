package org.caregate.gateway.paging;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the upstream's {@code next} links. They are followed with the gateway's own credential, so an address is used only when it lies
 * below the upstream's FHIR base however it is read: paths are decoded once and compared segment by segment, and a segment that
 * something could read otherwise (dots, another encoding, a backslash, a parameter, nothing) makes the link unusable.
 *
 * <p>A link may be absolute under the upstream's name or ours, begin at the server's root, or be relative: then it is relative to the
 * FHIR base (R4, "Resource References"), or with a query alone to the page that it stands in (RFC 3986 §5.2.2).
 */
public final class NextLinks {
    private static final int LONGEST = 64 * 1024;
    private static final Pattern ABSOLUTE = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?]*)(.*)");
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~$-]+");
    private static final String IN_QUERY = "-._~!$&'()*+,;=:@/?";

    private final Base ours;
    private final Base upstream;

    /** Links below the base as the world knows it, or as the upstream does. */
    public NextLinks(URI ours, URI upstream) {
        this.ours = Base.of(ours);
        this.upstream = Base.of(upstream);
    }

    private record Base(String scheme, String host, int port, List<String> path) {
        static Base of(URI base) {
            List<String> path = segments(base.getRawPath()).orElseThrow();
            return new Base(base.getScheme(), base.getHost(), port(base.getScheme(), base.getPort()), path);
        }

        boolean isAt(String otherScheme, String authority) {
            Matcher parts = AUTHORITY.matcher(authority);
            if (!parts.matches() || !otherScheme.equalsIgnoreCase(scheme)) {
                return false;
            }
            String named = parts.group(2);
            return parts.group(1).equalsIgnoreCase(host)
                    && port(scheme, named == null ? -1 : Integer.parseInt(named)) == port;
        }

        private static int port(String scheme, int port) {
            return port >= 0 ? port : scheme.toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
        }
    }

    /**
     * What follows the upstream's base, percent-encoded as it is to be sent; empty when the link cannot be used.
     *
     * @param link as the upstream wrote it
     * @param page what followed the upstream's base in the request for the page it stands in
     */
    public Optional<String> target(String link, String page) {
        boolean readable = !link.isEmpty()
                && link.length() <= LONGEST
                && link.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == '#');
        if (!readable) {
            return Optional.empty();
        }
        int question = link.indexOf('?');
        String before = question < 0 ? link : link.substring(0, question);
        Optional<List<String>> below = before.isEmpty() ? segments(path(page)) : below(before);
        Optional<String> query = query(question < 0 ? null : link.substring(question));
        return below.flatMap(path -> query.map(encoded -> String.join("/", path) + encoded))
                .filter(target -> !target.isEmpty());
    }

    private static String path(String page) {
        int question = page.indexOf('?');
        return question < 0 ? page : page.substring(0, question);
    }

    private Optional<List<String>> below(String address) {
        Matcher absolute = ABSOLUTE.matcher(address);
        if (absolute.matches()) {
            for (Base base : List.of(upstream, ours)) {
                if (base.isAt(absolute.group(1), absolute.group(2))) {
                    Optional<List<String>> below = below(base, absolute.group(3));
                    if (below.isPresent()) {
                        return below;
                    }
                }
            }
            return Optional.empty();
        }
        return address.startsWith("/") ? below(upstream, address) : segments(address);
    }

    private static Optional<List<String>> below(Base base, String path) {
        int prefix = base.path().size();
        return segments(path)
                .filter(found ->
                        found.size() >= prefix && found.subList(0, prefix).equals(base.path()))
                .map(found -> found.subList(prefix, found.size()));
    }

    /** The decoded segments of a path, a slash at its end kept as an empty last one; empty when any could be read otherwise. */
    private static Optional<List<String>> segments(String path) {
        String rest = path.startsWith("/") ? path.substring(1) : path;
        List<String> segments = new ArrayList<>();
        if (rest.isEmpty()) {
            return Optional.of(segments);
        }
        String[] raw = rest.split("/", -1);
        for (int i = 0; i < raw.length; i++) {
            boolean slashAtTheEnd = i > 0 && i == raw.length - 1 && raw[i].isEmpty();
            String segment = decoded(raw[i]);
            boolean plain = SEGMENT.matcher(segment).matches() && !segment.equals(".") && !segment.equals("..");
            if (!plain && !slashAtTheEnd) {
                return Optional.empty();
            }
            segments.add(segment);
        }
        return Optional.of(segments);
    }

    /** Decoded once; what is not ASCII or was encoded twice stays visible, and is no plain segment. */
    private static String decoded(String segment) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < segment.length(); i++) {
            if (isEncoded(segment, i)) {
                out.append((char) Integer.parseInt(segment.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.append(segment.charAt(i));
            }
        }
        return out.toString();
    }

    private static boolean isEncoded(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0
                && text.charAt(at + 1) < 0x80
                && text.charAt(at + 2) < 0x80;
    }

    /** The query with its question mark, encoded where the upstream left that out; empty when it is no Unicode text. */
    private static Optional<String> query(@Nullable String query) {
        if (query == null) {
            return Optional.of("");
        }
        ByteBuffer utf8;
        try {
            utf8 = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(query));
        } catch (CharacterCodingException loneSurrogate) {
            return Optional.empty();
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < utf8.limit(); i++) {
            char c = (char) (utf8.get(i) & 0xFF);
            boolean encoded = c == '%' && i + 2 < utf8.limit() && isHex(utf8.get(i + 1)) && isHex(utf8.get(i + 2));
            if (encoded || isPlain(c)) {
                out.append(c);
            } else {
                out.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return Optional.of(out.toString());
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || IN_QUERY.indexOf(c) >= 0;
    }

    private static boolean isHex(byte b) {
        return b > 0 && Character.digit((char) b, 16) >= 0;
    }
}
