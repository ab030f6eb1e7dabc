package org.caregate.authorization.accesstoken;

import java.util.Optional;
import org.caregate.authorization.accesstoken.AccessTokenVerifier.IssuedAccessToken;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.Clients;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationView;

/** Decides whether a token of ours still counts: revoked means refused, and a view that is not fresh decides nothing (invariant 3). */
public final class LiveTokens {
    private final AccessTokenVerifier verifier;
    private final RevocationView revocations;
    private final Clients clients;
    private final Grants grants;
    private final People people;

    public LiveTokens(
            AccessTokenVerifier verifier, RevocationView revocations, Clients clients, Grants grants, People people) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.clients = clients;
        this.grants = grants;
        this.people = people;
    }

    /** What a token text is worth now. */
    public sealed interface Standing {
        /** It counts. {@code grant} and {@code person} are empty when the client acts for itself. */
        record Live(IssuedAccessToken token, Client client, Optional<Grant> grant, Optional<Person> person)
                implements Standing {}

        /**
         * It does not.
         *
         * @param reason the stable word for the audit entry
         */
        record Dead(String reason) implements Standing {}

        /** Our view of the revocations is too old to say. */
        record Unknown() implements Standing {}
    }

    /** Judges the token; the primary is asked for the newest revocations first. */
    public Standing judge(String text) {
        Optional<IssuedAccessToken> read = verifier.readCurrent(text);
        if (read.isEmpty()) {
            return new Standing.Dead("TOKEN_INVALID");
        }
        IssuedAccessToken token = read.get();
        revocations.refresh();
        if (!revocations.isFresh()) {
            return new Standing.Unknown();
        }
        if (revoked(token)) {
            return new Standing.Dead("TOKEN_REVOKED");
        }
        Optional<Client> client = clients.find(token.client()).filter(Client::enabled);
        if (client.isEmpty()) {
            return new Standing.Dead("CLIENT_DISABLED");
        }
        GrantId grantId = token.grant();
        return grantId == null
                ? new Standing.Live(token, client.get(), Optional.empty(), Optional.empty())
                : ofPerson(token, client.get(), grantId);
    }

    private Standing ofPerson(IssuedAccessToken token, Client client, GrantId id) {
        Optional<Grant> grant = grants.find(id).filter(found -> !found.revoked());
        if (grant.isEmpty()) {
            return new Standing.Dead("GRANT_REVOKED");
        }
        Optional<Person> person = people.find(new PersonId(token.subject())).filter(Person::enabled);
        return person.isEmpty()
                ? new Standing.Dead("PERSON_DISABLED")
                : new Standing.Live(token, client, grant, person);
    }

    private boolean revoked(IssuedAccessToken token) {
        GrantId grant = token.grant();
        return is(Kind.TOKEN, token.id(), token)
                || (grant != null && is(Kind.GRANT, grant.value(), token))
                || (grant != null && is(Kind.PERSON, token.subject(), token))
                || is(Kind.CLIENT, token.client().value(), token)
                || is(Kind.KEY, token.kid(), token);
    }

    private boolean is(Kind kind, String value, IssuedAccessToken token) {
        return revocations.isRevoked(kind, value, token.issuedAt());
    }
}
