package org.caregate.app.demo;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caregate.app.node.AuditParts;
import org.caregate.app.node.Stores;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.identity.Exchange;
import org.caregate.identity.enrolment.Enrolment;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.TotpCredential;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.identity.signin.PasswordHashes;
import org.caregate.identity.signin.PasswordPolicy;
import org.caregate.protocol.ClientId;
import org.caregate.protocol.profile.SecurityProfiles;
import org.caregate.protocol.scope.ScopeParse;
import org.caregate.protocol.scope.ScopeParser;
import org.caregate.protocol.scope.Scopes;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientAuthentication;
import org.caregate.registry.credential.StoredCredential;
import org.jspecify.annotations.Nullable;

/** Adds the demo's people and clients; done at every start, it adds only what is not there. */
final class DemoSeed {
    private final DemoFile demo;
    private final KeyRing ring;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    DemoSeed(DemoFile demo, KeyRing ring, Clock clock) {
        this.demo = demo;
        this.ring = ring;
        this.clock = clock;
    }

    /** Adds what is missing. */
    void sow(Stores stores, AuditParts audit) {
        for (DemoClient client : demo.clients()) {
            if (stores.clients().find(new ClientId(client.clientId())).isEmpty()) {
                add(client, stores, audit);
            }
        }
        TotpSeeds seeds = new TotpSeeds(new Envelopes(ring, random));
        for (DemoPerson person : demo.people()) {
            add(person, seeds, stores, audit);
        }
    }

    private void add(DemoPerson person, TotpSeeds seeds, Stores stores, AuditParts audit) {
        Username username = Username.parse(person.username()).orElseThrow();
        if (stores.accounts().findByUsername(username).isEmpty()) {
            Enrolment enrolment = new Enrolment(
                    stores.accounts(),
                    stores.passwords(),
                    new PasswordHashes(new Envelopes(ring, random), random, PasswordHashes.ITERATIONS),
                    new PasswordPolicy(),
                    stores.codeGenerators(),
                    seeds,
                    random,
                    stores.transactions(),
                    audit.log(),
                    clock);
            Enrolment.Result result = enrolment.add(
                    new Enrolment.NewPerson(
                            person.username(), person.displayName(), person.fhirUser(), Set.of(person.role())),
                    person.password(),
                    new Exchange("demo-seed", "", null, "demo"));
            if (result instanceof Enrolment.Result.Refused(String why)) {
                throw new IllegalStateException("the demo's " + person.role() + " was not added: " + why);
            }
        }
        // An authenticator that was never used is given the seed of demo.json: enrolment made one of its own.
        stores.transactions().inTransaction(() -> {
            PersonAccount account = stores.accounts().findByUsername(username).orElseThrow();
            Optional<TotpCredential> known = stores.codeGenerators().find(account.id());
            if (known.isEmpty() || known.get().lastUsedStep() < 0) {
                stores.codeGenerators()
                        .enrol(account.id(), seeds.seal(account.id(), person.totpSecret()), clock.instant());
            }
        });
    }

    private void add(DemoClient client, Stores stores, AuditParts audit) {
        URI fhirBase = demo.ports().fhirBase();
        String redirect = client.redirectUri();
        Scopes scopes = scopes(client.scope());
        Client registered = new Client(
                new ClientId(client.clientId()),
                client.displayName(),
                SecurityProfiles.named(client.profile()).orElseThrow(),
                authentication(client),
                new LinkedHashSet<>(client.grantTypes()),
                redirect == null ? List.of() : List.of(redirect),
                redirect == null ? Set.of() : Set.of(demo.ports().appUrl().toString()),
                scopes,
                Set.of(fhirBase),
                client.introspects() ? Set.of(fhirBase) : Set.of(),
                true,
                clock.instant());
        stores.transactions().inTransaction(() -> {
            stores.clients().add(registered);
            audit.log()
                    .enlist(AuditEntry.of(clock.instant(), "demo-seed", Action.CLIENT_ADDED, Outcome.PERMITTED)
                            .client(client.clientId())
                            .profile(client.profile())
                            .scopes(scopes.text())
                            .detail("by", "caregate demo")
                            .build());
        });
    }

    private ClientAuthentication authentication(DemoClient client) {
        String secret = client.secret();
        if (secret != null) {
            Credential credential =
                    Credential.parse(Credential.CLIENT_SECRET, secret).orElseThrow();
            KeyedHash hash = new CredentialHasher(ring).hash(credential);
            return new ClientAuthentication.SecretBasic(new StoredCredential(hash.keyVersion(), hash.value()));
        }
        String jwk = client.jwk();
        return jwk == null ? new ClientAuthentication.None() : new ClientAuthentication.KeysByValue(publicKeys(jwk));
    }

    private static String publicKeys(String jwk) {
        try {
            return JSONObjectUtils.toJSONString(new JWKSet(JWK.parse(jwk).toPublicJWK()).toJSONObject());
        } catch (ParseException e) {
            throw new IllegalStateException("demo.json holds no key for the backend client; start with --reset", e);
        }
    }

    private static Scopes scopes(@Nullable String text) {
        return switch (ScopeParser.parse(text == null ? "" : text)) {
            case ScopeParse.Parsed parsed -> parsed.scopes();
            case ScopeParse.Malformed malformed -> throw new IllegalStateException("a demo scope is malformed");
        };
    }
}
