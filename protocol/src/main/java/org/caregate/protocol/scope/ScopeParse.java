package org.caregate.protocol.scope;

import java.util.List;

/** What became of a {@code scope} parameter: scopes, or the tokens that break the grammar. */
public sealed interface ScopeParse {
    /**
     * Well formed.
     *
     * @param scopes the scopes we know, in order and without repeats
     * @param unknown well-formed tokens that name nothing here; ignored by OAuth's convention (RFC 6749 §3.3) but reported
     */
    record Parsed(Scopes scopes, List<String> unknown) implements ScopeParse {
        public Parsed {
            unknown = List.copyOf(unknown);
        }
    }

    /** Refused as a whole: at least one token is malformed, and none of them was guessed at. */
    record Malformed(List<Fault> faults) implements ScopeParse {
        public Malformed {
            faults = List.copyOf(faults);
        }
    }

    /**
     * One malformed token.
     *
     * @param token as received, cut to a loggable length; the requester's text, so never put into a page or error
     */
    record Fault(String token, Reason reason) {}

    /** Why a token is malformed. */
    enum Reason {
        LIST_TOO_LONG,
        TOO_MANY_SCOPES,
        TOKEN_TOO_LONG,
        ILLEGAL_CHARACTER,
        RESOURCE_TYPE_SYNTAX,
        PERMISSION_SYNTAX,
        RESTRICTION_SYNTAX,
        RESTRICTION_ON_V1,
        TOO_MANY_RESTRICTIONS,
        REPEATED_RESTRICTION,
        PERCENT_ENCODING
    }
}
