package org.caregate.evaluation.demo;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.envelope.Envelopes;
import org.caregate.crypto.keyfile.KeyRing;
import org.caregate.identity.enrolment.Enrolment;
import org.caregate.identity.enrolment.Factors;
import org.caregate.identity.page.AuditedRequest;
import org.caregate.identity.password.PasswordHashes;
import org.caregate.identity.password.PasswordPolicy;
import org.caregate.identity.people.PersonAccount;
import org.caregate.identity.people.Username;
import org.caregate.identity.secondfactor.TotpCredential;
import org.caregate.identity.secondfactor.TotpSeeds;
import org.caregate.protocol.ClientId;
import org.caregate.registry.client.Client;
import org.caregate.registry.client.ClientMetadata;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.resource.ResourceServer;
import org.caregate.registry.resource.ResourceServers;
import org.caregate.registry.transaction.AuditedTransactions;
import org.caregate.server.node.AuditParts;
import org.caregate.server.node.Stores;

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
                    new Factors(
                            stores.passwords(),
                            new PasswordHashes(new Envelopes(ring, random), random, PasswordHashes.ITERATIONS),
                            new PasswordPolicy(),
                            stores.codeGenerators(),
                            seeds),
                    random,
                    new AuditedTransactions(stores.transactions(), audit.log(), clock));
            Enrolment.Result result = enrolment.add(
                    new Enrolment.NewPerson(
                            person.username(), person.displayName(), person.fhirUser(), Set.of(person.role())),
                    person.password(),
                    new AuditedRequest("demo-seed", "", null, "demo"));
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

    /** Through the rules of registration, as any other client. */
    private void add(DemoClient client, Stores stores, AuditParts audit) {
        ClientMetadata metadata = switch (ClientMetadata.parse(described(client), resources())) {
            case ClientMetadata.Result.Valid(ClientMetadata valid) -> valid;
            case ClientMetadata.Result.Invalid(List<String> problems) ->
                throw new IllegalStateException("the demo's client " + client.name() + ": " + problems);
        };
        String secret = client.secret();
        Client registered = metadata.toClient(
                new ClientId(client.clientId()), secret == null ? null : hashed(secret), clock.instant());
        stores.transactions().inTransaction(() -> {
            stores.clients().add(registered);
            audit.log()
                    .enlist(AuditEntry.of(clock.instant(), "demo-seed", Action.CLIENT_ADDED, Outcome.PERMITTED)
                            .client(client.clientId())
                            .profile(client.profile())
                            .scopes(registered.scopes().text())
                            .detail("by", "caregate demo")
                            .build());
        });
    }

    private ResourceServers resources() {
        return new ResourceServers(List.of(
                new ResourceServer(demo.ports().fhirBase(), ResourceServer.Kind.FHIR_R4),
                ResourceServer.administration(demo.ports().issuerUrl())));
    }

    /** As its operator would write it down (RFC 7591 §2). */
    private Map<String, Object> described(DemoClient client) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("client_id", client.clientId());
        json.put("client_name", client.displayName());
        json.put("caregate_profile", client.profile());
        json.put("grant_types", client.grantTypes());
        json.put("scope", client.scope());
        String jwk = client.jwk();
        json.put(
                "token_endpoint_auth_method",
                client.secret() != null ? "client_secret_basic" : jwk != null ? "private_key_jwt" : "none");
        if (jwk != null) {
            json.put("jwks", publicKeys(jwk));
        }
        String redirect = client.redirectUri();
        if (redirect != null) {
            json.put("redirect_uris", List.of(redirect));
        }
        if (client.introspects()) {
            json.put("caregate_introspects", List.of(demo.ports().fhirBase().toString()));
        }
        return json;
    }

    private StoredCredential hashed(String secret) {
        Credential credential =
                Credential.parse(Credential.CLIENT_SECRET, secret).orElseThrow();
        KeyedHash hash = new CredentialHasher(ring).hash(credential);
        return new StoredCredential(hash.keyVersion(), hash.value());
    }

    private static Map<String, Object> publicKeys(String jwk) {
        try {
            return new JWKSet(JWK.parse(jwk).toPublicJWK()).toJSONObject();
        } catch (ParseException e) {
            throw new IllegalStateException("demo.json holds no key for the backend client; start with --reset", e);
        }
    }
}
