package org.caregate.administration.operation;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.audit.entry.Outcome;
import org.caregate.identity.invitation.Maker;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.PersonId;
import org.caregate.protocol.scope.AdminScope;
import org.caregate.protocol.scope.Scopes;
import org.jspecify.annotations.Nullable;

/**
 * Who administers: someone with a token of the administration API, or the user of the operating system who holds configuration and
 * keys anyway.
 *
 * @param exchangeId joins the entries of one command or call
 * @param systemUser the name the operating system knows them by; null for a caller of the API
 * @param caller the caller of the API; null for the command line's own user
 * @param rights what they may do
 */
public record Operator(
        String exchangeId,
        @Nullable String systemUser,
        @Nullable Caller caller,
        Scopes rights) {
    private static final Scopes EVERY_RIGHT = new Scopes(List.of(AdminScope.values()));

    /**
     * A caller of the API, as the audit log wants to know them.
     *
     * @param person null when the client acts for itself
     * @param requestLine method and path template, without ids
     */
    public record Caller(
            String client,
            String profile,
            @Nullable String person,
            @Nullable String grant,
            String tokenId,
            String address,
            @Nullable String userAgent,
            String requestLine) {}

    /** Someone at the command line, doing one thing. */
    public static Operator atCommandLine(String systemUser) {
        return new Operator("cli-" + UUID.randomUUID(), systemUser, null, EVERY_RIGHT);
    }

    /** Someone who called the API. */
    public static Operator ofCall(String exchangeId, Caller caller, Scopes rights) {
        return new Operator(exchangeId, null, caller, rights);
    }

    /** Whether they hold every right of the administration that is among the scopes: no one gives away what they lack. */
    public boolean holds(Scopes scopes) {
        return scopes.administrative().allMatch(rights::contains);
    }

    /** As the maker of a link, whose authority is looked at again when it is used. */
    public Maker maker() {
        return caller == null
                ? new Maker.SystemUser(systemUser == null ? "" : systemUser)
                : new Maker.ApiCaller(
                        new ClientId(caller.client()),
                        caller.person() == null ? null : new PersonId(caller.person()),
                        caller.address());
    }

    /** Starts the entry of what they did. What is acted upon is the entry's client, person or grant; who acted is its detail. */
    public AuditEntryBuilder entry(Clock clock, Action action, Outcome outcome) {
        AuditEntryBuilder entry = AuditEntry.of(clock.instant(), exchangeId, action, outcome);
        Caller from = caller;
        if (from == null) {
            return entry.detail("by", "operating-system user " + systemUser).requestLine("command line");
        }
        entry.detail("by", "client " + from.client())
                .tokenId(from.tokenId())
                .sourceAddress(from.address())
                .userAgent(from.userAgent())
                .requestLine(from.requestLine());
        return from.person() == null ? entry : entry.detail("byPerson", from.person());
    }
}
