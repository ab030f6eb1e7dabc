package org.caregate.server.node;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.caregate.accesstoken.standing.CurrentRevocations;
import org.caregate.accesstoken.standing.Knowledge;
import org.caregate.accesstoken.standing.TokenJudge;
import org.caregate.accesstoken.standing.TokenStanding;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.administration.audit.AuditRoutes;
import org.caregate.administration.client.AddClient;
import org.caregate.administration.client.ChangeClient;
import org.caregate.administration.client.ClientRoutes;
import org.caregate.administration.http.AdministrationApi;
import org.caregate.administration.http.Route;
import org.caregate.administration.key.KeyRoutes;
import org.caregate.administration.key.RotateKeys;
import org.caregate.administration.link.LinkRoutes;
import org.caregate.administration.person.ChangePerson;
import org.caregate.administration.person.PeopleRoutes;
import org.caregate.administration.resource.ResourceRoutes;
import org.caregate.administration.revocation.Holders;
import org.caregate.administration.revocation.RevocationRoutes;
import org.caregate.administration.revocation.Revoke;
import org.caregate.administration.session.SessionRoutes;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.policy.decision.DenyReason;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.revocation.RevocationView;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.server.config.CaregateConfiguration;

/** Makes the administration API: of a node, and of the command line on its own machine. */
public final class AdministrationParts {
    private AdministrationParts() {}

    static AdministrationApi api(
            CaregateConfiguration configuration, Node.Foundation foundation, SecureRandom random, Clock clock) {
        return new AdministrationApi(
                ResourceServer.administration(configuration.issuer()).identifier(),
                routes(
                        configuration,
                        new Standing(
                                foundation.stores(),
                                foundation.ring(),
                                foundation.roles(),
                                foundation.audit(),
                                foundation.signingKeys()),
                        random,
                        clock),
                tokens(configuration, foundation, clock)::now,
                foundation.roles()::definitions,
                foundation.audit().log(),
                foundation.flood(),
                clock);
    }

    /**
     * The API for anyone who holds configuration and keys of this machine: no token is good there, since none is needed.
     *
     * @see AdministrationApi#handleLocally
     */
    public static AdministrationApi local(CaregateConfiguration configuration, Standing standing, Clock clock) {
        return new AdministrationApi(
                ResourceServer.administration(configuration.issuer()).identifier(),
                routes(configuration, standing, new SecureRandom(), clock),
                (token, audience) -> new TokenStanding.Unsure(DenyReason.REVOCATION_VIEW_STALE),
                standing.roles()::definitions,
                standing.audit().log(),
                new RefusalFlood(clock, 1, Duration.ofMinutes(1)),
                clock);
    }

    /** What the operations stand on. */
    public record Standing(
            Stores stores, KeyRing ring, CurrentRoles roles, AuditParts audit, SigningKeys signingKeys) {}

    private static List<Route> routes(
            CaregateConfiguration configuration, Standing standing, SecureRandom random, Clock clock) {
        Stores stores = standing.stores();
        CredentialHasher hasher = new CredentialHasher(standing.ring());
        AuditedTransactions audited =
                new AuditedTransactions(stores.transactions(), standing.audit().log(), clock);
        Revoke revoke = new Revoke(
                stores.revocations(),
                stores.grants(),
                new Holders(stores.clients(), stores.people()),
                stores.pending(),
                stores.sessions(),
                stores.fence(),
                audited);
        RotateKeys rotating = new RotateKeys(standing.signingKeys(), stores.revocations(), audited);
        List<Route> routes = new ArrayList<>(new ClientRoutes(
                        stores.clients(),
                        new AddClient(
                                stores.clients(), ApplicationParts.resources(configuration), hasher, random, audited),
                        new ChangeClient(stores.clients(), hasher, random, stores.revocations(), audited))
                .routes());
        routes.addAll(new RevocationRoutes(stores.grants(), revoke, rotating, clock).routes());
        routes.addAll(people(configuration, standing, revoke, random, audited));
        routes.addAll(new LinkRoutes(stores.invitations(), audited).routes());
        routes.addAll(new SessionRoutes(stores.sessions(), audited).routes());
        routes.addAll(new KeyRoutes(rotating, clock).routes());
        routes.addAll(new ResourceRoutes(configuration.resources().stream()
                        .map(resource ->
                                new ResourceRoutes.Guarded(resource.base(), resource.kind(), resource.upstream()))
                        .toList())
                .routes());
        routes.addAll(new AuditRoutes(standing.audit().searching()).routes());
        return routes;
    }

    private static List<Route> people(
            CaregateConfiguration configuration,
            Standing standing,
            Revoke revoke,
            SecureRandom random,
            AuditedTransactions audited) {
        Stores stores = standing.stores();
        return new PeopleRoutes(
                        stores.accounts(),
                        stores.inviting(standing.ring(), random, audited.audit(), audited.clock()),
                        new ChangePerson(
                                stores.accounts(),
                                standing.roles()::definitions,
                                stores.invitations(),
                                stores.fence(),
                                revoke,
                                stores.revocations(),
                                audited),
                        standing.roles()::definitions,
                        configuration.issuer(),
                        audited.clock())
                .routes();
    }

    /** Tokens are judged as introspection judges them: one place says what is live. */
    private static TokenJudge tokens(CaregateConfiguration configuration, Node.Foundation foundation, Clock clock) {
        Stores stores = foundation.stores();
        RevocationView view = foundation.revocations();
        return new TokenJudge(
                VerifiedTokens.signedBy(foundation.signingKeys(), configuration.issuer(), clock),
                new Knowledge(
                        new CurrentRevocations(view),
                        new VersionedCache<>(stores.clients()::find, view),
                        stores.grants(),
                        stores.people(),
                        clock),
                foundation.roles()::definitions);
    }
}
