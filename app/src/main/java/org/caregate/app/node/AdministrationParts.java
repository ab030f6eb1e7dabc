package org.caregate.app.node;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.caregate.administration.api.AdministrationApi;
import org.caregate.administration.api.CallerIdentification;
import org.caregate.administration.api.CallerIdentification.Identification;
import org.caregate.administration.api.ClientRoutes;
import org.caregate.administration.api.RevocationRoutes;
import org.caregate.administration.api.Route;
import org.caregate.administration.client.AddClient;
import org.caregate.administration.client.ChangeClient;
import org.caregate.administration.revocation.Revoke;
import org.caregate.app.config.CaregateConfiguration;
import org.caregate.authorization.accesstoken.AccessTokenVerifier;
import org.caregate.authorization.accesstoken.LiveTokens;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.revocation.RevocationView;

/** Makes the administration API of a node. */
final class AdministrationParts {
    private AdministrationParts() {}

    static AdministrationApi api(
            CaregateConfiguration configuration, Node.Foundation foundation, SecureRandom random, Clock clock) {
        Stores stores = foundation.stores();
        CredentialHasher hasher = new CredentialHasher(foundation.ring());
        List<Route> routes = new ArrayList<>(new ClientRoutes(
                        stores.clients(),
                        new AddClient(
                                stores.transactions(),
                                stores.clients(),
                                ApplicationParts.resources(configuration),
                                hasher,
                                random,
                                foundation.audit().log(),
                                clock),
                        new ChangeClient(
                                stores.transactions(),
                                stores.clients(),
                                hasher,
                                random,
                                foundation.audit().log(),
                                clock))
                .routes());
        routes.addAll(new RevocationRoutes(
                        stores.grants(),
                        new Revoke(
                                stores.transactions(),
                                stores.revocations(),
                                stores.grants(),
                                stores.clients(),
                                stores.people(),
                                stores.sessions()::endAllOf,
                                foundation.audit().log(),
                                clock),
                        clock)
                .routes());
        return new AdministrationApi(
                ResourceServer.administration(configuration.issuer()).identifier(),
                routes,
                callers(configuration, foundation, clock),
                foundation.roles()::definitions,
                foundation.audit().log(),
                foundation.flood(),
                clock);
    }

    /** Tokens are judged as introspection judges them: one place says what is live. */
    private static CallerIdentification callers(
            CaregateConfiguration configuration, Node.Foundation foundation, Clock clock) {
        Stores stores = foundation.stores();
        RevocationView view = foundation.revocations();
        LiveTokens live = new LiveTokens(
                new AccessTokenVerifier(
                        foundation.signingKeys(), configuration.issuer().toString(), clock),
                view,
                stores.clients(),
                stores.grants(),
                stores.people());
        return token -> switch (live.judge(token)) {
            case LiveTokens.Standing.Dead(String reason) -> new Identification.Dead(reason);
            case LiveTokens.Standing.Unknown() -> new Identification.Unknown();
            case LiveTokens.Standing.Live(var read, var client, var grant, var person) ->
                new Identification.Live(
                        read.id(), read.audience(), read.scope(), client, grant, person, view.version());
        };
    }
}
