package org.caregate.authorization.authorize;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.caregate.audit.AuditLog;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntryBuilder;
import org.caregate.authorization.http.Exchange;
import org.caregate.crypto.credential.Credential;
import org.caregate.crypto.credential.CredentialHasher;
import org.caregate.crypto.credential.KeyedHash;
import org.caregate.crypto.random.RandomId;
import org.caregate.protocol.GrantId;
import org.caregate.registry.code.AuthorizationCode;
import org.caregate.registry.code.AuthorizationCodes;
import org.caregate.registry.credential.StoredCredential;
import org.caregate.registry.grant.Grant;
import org.caregate.registry.grant.Grants;

/** Issues a code: grant, code and audit entry are stored together, then the code may leave (RFC 6749 §4.1.2). */
public final class CodeIssuance {
    /** RFC 6749 §4.1.2 allows ten minutes; an app's own redirect needs seconds. */
    static final Duration LIFETIME = Duration.ofSeconds(60);

    private static final int GRANT_ID_BYTES = 16;

    private final Grants grants;
    private final AuthorizationCodes codes;
    private final CredentialHasher hasher;
    private final AuditLog audit;
    private final SecureRandom random;
    private final Clock clock;

    public CodeIssuance(
            Grants grants,
            AuthorizationCodes codes,
            CredentialHasher hasher,
            AuditLog audit,
            SecureRandom random,
            Clock clock) {
        this.grants = grants;
        this.codes = codes;
        this.hasher = hasher;
        this.audit = audit;
        this.random = random;
        this.clock = clock;
    }

    /** Issues it in the caller's transaction; the code MUST NOT leave before that has committed. */
    Credential issue(AuthorizedRequest request, Exchange exchange, String policyVersion) {
        Instant now = clock.instant();
        GrantId grant = newGrantId();
        URI audience = request.audience();
        grants.add(Grant.builder()
                .id(grant)
                .client(request.client().id())
                .person(request.person().id())
                .audience(audience)
                .scopes(request.granted())
                .launch(request.launch())
                .fhirUser(request.fhirUser())
                .authTime(request.signedIn().authTime())
                .acr(request.signedIn().acr())
                .amr(request.signedIn().amr())
                .createdAt(now)
                .expiresAt(now.plus(LIFETIME))
                .build());
        Credential code = Credential.generate(Credential.CODE, random);
        KeyedHash hash = hasher.hash(code);
        codes.add(AuthorizationCode.builder()
                .id(code.id())
                .credential(new StoredCredential(hash.keyVersion(), hash.value()))
                .grant(grant)
                .client(request.client().id())
                .redirectUri(request.redirectUri())
                .codeChallenge(request.codeChallenge())
                .nonce(request.nonce())
                .audience(audience)
                .cutScopes(request.cut())
                .issuedAt(now)
                .expiresAt(now.plus(LIFETIME))
                .build());
        audit.enlist(entry(request, exchange, grant, policyVersion).build());
        return code;
    }

    private static AuditEntryBuilder entry(
            AuthorizedRequest request, Exchange exchange, GrantId grant, String policyVersion) {
        AuditEntryBuilder entry = exchange.permitted(Action.CODE_ISSUED, request.client())
                .person(request.person().id().value())
                .grant(grant.value())
                .scopes(request.granted().text())
                .policyVersion(policyVersion)
                .detail("acr", request.signedIn().acr());
        if (!request.cut().isEmpty()) {
            entry.detail("cut", String.join(" ", request.cut()));
        }
        URI audience = request.audience();
        if (audience != null) {
            entry.audience(audience.toString());
        }
        String patient = request.launch().patient();
        return patient == null ? entry : entry.patient(patient);
    }

    private GrantId newGrantId() {
        return new GrantId(RandomId.of(random, GRANT_ID_BYTES));
    }
}
