package org.caregate.audit.entry;

import java.util.Locale;

/**
 * What was done or tried. The wire word, the name in lower case, is part of the canonical bytes: constants may be added
 * anywhere and MUST NOT be renamed.
 */
public enum Action {
    // people
    SIGN_IN,
    SIGN_OUT,
    SECOND_FACTOR,
    FACTOR_ENROLLED,
    PASSWORD_CHANGED,
    USER_INVITED,
    PATIENT_INVITED,
    RESET_LINK_MADE,
    LINK_WITHDRAWN,
    LINK_USED_BY_MAKER,
    USER_ADDED,
    USER_CHANGED,
    ROLE_ASSIGNED,

    // authorization server
    AUTHORIZATION_REQUEST,
    CONSENT,
    PATIENT_CHOSEN,
    CODE_ISSUED,
    CODE_REPLAYED,
    TOKEN_REQUEST,
    TOKEN_ISSUED,
    TOKEN_REFRESHED,
    REFRESH_REPEATED,
    REFRESH_REUSE,
    TOKEN_REVOKED,
    GRANT_REVOKED,
    CLIENT_REVOKED,
    PERSON_REVOKED,
    REVOCATION_REQUEST,
    INTROSPECTION,
    USERINFO,
    METADATA,
    CLIENT_AUTHENTICATION,
    CLIENT_ADDED,
    CLIENT_CHANGED,

    // administration
    ADMINISTRATION,
    ALL_REVOKED,

    // resource gateway
    RESOURCE_READ,
    RESOURCE_VREAD,
    RESOURCE_SEARCH,
    RESOURCE_CREATE,
    RESOURCE_UPDATE,
    RESOURCE_CAPABILITIES,
    RESOURCE_OTHER,

    /** A message that no endpoint took: not well-formed HTTP, an unknown address or method, an unreadable form. */
    MESSAGE_REFUSED,

    // operation
    POLICY_CHANGED,
    KEY_CREATED,
    KEY_DESTROYED,
    SERVICE_STARTED,
    SERVICE_STOPPED,
    RECONCILED,
    FLOOD,
    ALARM,
    AUDIT_QUERY,
    AUDIT_EXPORT,
    AUDIT_VERIFIED,
    AUDIT_REOPENED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The stable word in the canonical bytes, in search and in every rendering. */
    public String word() {
        return word;
    }

    /** The action of a word, for the command line; refused if there is none. */
    public static Action ofWord(String word) {
        for (Action action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        throw new MalformedEntryException("unknown action");
    }
}
