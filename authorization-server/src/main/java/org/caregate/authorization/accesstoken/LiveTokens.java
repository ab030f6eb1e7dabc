package org.caregate.authorization.accesstoken;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.caregate.authorization.accesstoken.AccessTokenVerifier.IssuedAccessToken;
import org.caregate.authorization.http.Remembered;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.GrantId;
import org.caregate.protocol.PersonId;
import org.caregate.registry.client.Client;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;
import org.caregate.registry.person.People;
import org.caregate.registry.person.Person;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationView;

/** Decides whether a token of ours still counts: revoked means refused, and a view that is not fresh decides nothing (invariant 3). */
public final class LiveTokens {
    private final VerifiedAccessTokens verified;
    private final RevocationView revocations;
    private final Remembered<ClientId, Client> clients;
    private final Remembered<GrantId, Grant> grants;
    private final Remembered<PersonId, Person> people;

    public LiveTokens(
            AccessTokenVerifier verifier,
            RevocationView revocations,
            Remembered<ClientId, Client> clients,
            Grants grants,
            People people,
            Clock clock) {
        this.verified = new VerifiedAccessTokens(verifier, clock);
        this.revocations = revocations;
        this.clients = clients;
        this.grants = new Remembered<>(grants::find, revocations);
        this.people = new Remembered<>(people::find, revocations);
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

    /** How far what {@link #judgeByMemory} says reaches; to be read before. */
    public long version() {
        return revocations.version();
    }

    /** Judges the token; the primary is asked for the newest revocations first. */
    public Standing judge(String text) {
        return judge(text, revocations::refresh, clients::findNow, grants::findNow, people::findNow);
    }

    /** Judges the token by what this node knows. Whoever answers by it MUST {@link #judge} again when the receipt of the entry is newer. */
    public Standing judgeByMemory(String text) {
        return judge(text, () -> {}, clients::find, grants::find, people::find);
    }

    private Standing judge(
            String text,
            Runnable refresh,
            Function<ClientId, Optional<Client>> client,
            Function<GrantId, Optional<Grant>> grant,
            Function<PersonId, Optional<Person>> person) {
        Optional<IssuedAccessToken> read = verified.read(text);
        if (read.isEmpty()) {
            return new Standing.Dead("TOKEN_INVALID");
        }
        IssuedAccessToken token = read.get();
        refresh.run(); // for our own tokens only: a stranger's text costs no look into the database
        if (!revocations.isFresh()) {
            return new Standing.Unknown();
        }
        if (revoked(token)) {
            return new Standing.Dead("TOKEN_REVOKED");
        }
        Optional<Client> issuedTo = client.apply(token.client()).filter(Client::enabled);
        if (issuedTo.isEmpty()) {
            return new Standing.Dead("CLIENT_DISABLED");
        }
        GrantId grantId = token.grant();
        return grantId == null
                ? new Standing.Live(token, issuedTo.get(), Optional.empty(), Optional.empty())
                : ofPerson(token, issuedTo.get(), grant.apply(grantId), person);
    }

    private static Standing ofPerson(
            IssuedAccessToken token,
            Client client,
            Optional<Grant> found,
            Function<PersonId, Optional<Person>> people) {
        Optional<Grant> grant = found.filter(known -> !known.revoked());
        if (grant.isEmpty()) {
            return new Standing.Dead("GRANT_REVOKED");
        }
        Optional<Person> person = people.apply(new PersonId(token.subject())).filter(Person::enabled);
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
