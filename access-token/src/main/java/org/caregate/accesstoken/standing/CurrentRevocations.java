package org.caregate.accesstoken.standing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.Facts.RevocationFact;
import org.caregate.protocol.token.TokenClaims;
import org.caregate.registry.revocation.Revocation.Kind;
import org.caregate.registry.revocation.RevocationView;

/**
 * This node's view of revocations, never guessed: stale means unknown, and a version seen elsewhere is caught up with or refused
 * (invariant 3).
 */
public final class CurrentRevocations {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final RevocationView view;
    private final ReentrantLock catchingUp = new ReentrantLock();

    public CurrentRevocations(RevocationView view) {
        this.view = view;
    }

    /** The version that answers are based on. */
    public long version() {
        return view.version();
    }

    RevocationView view() {
        return view;
    }

    /** Reads the newest revocations; false when they could not be read. */
    boolean caughtUpNow() {
        try {
            view.refresh();
            return true;
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    /** Whether token, grant, client, person or key was revoked, as far as this moment can prove. */
    public RevocationFact of(Authenticated caller) {
        TokenClaims token = caller.claims();
        long version = view.version(); // read first: what comes later is caught by the receipt's version
        boolean fresh = view.isFresh(); // and before the look-ups: a proof that comes after them proves nothing of them
        var grant = token.grant();
        var person = token.person();
        boolean revoked = view.isRevoked(Kind.TOKEN, token.jti(), token.issuedAt())
                || view.isRevoked(Kind.GRANT, grant == null ? null : grant.value(), token.issuedAt())
                || view.isRevoked(Kind.CLIENT, token.client().value(), token.issuedAt())
                || view.isRevoked(Kind.PERSON, person == null ? null : person.value(), token.issuedAt())
                || view.isRevoked(Kind.KEY, caller.keyId(), token.issuedAt());
        return new RevocationFact(fresh, revoked, version);
    }

    /** Whether the view is at least at that version, after reading again once if it was not. Waits a bounded time. */
    public boolean caughtUpWith(long version) {
        if (view.version() >= version) {
            return true;
        }
        try {
            if (!catchingUp.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return view.version() >= version;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            if (view.version() < version) { // another request may have caught up while this one waited
                view.refresh();
            }
            return view.version() >= version;
        } catch (RuntimeException unreachable) {
            return false; // the view grows stale by itself; the caller answers 503
        } finally {
            catchingUp.unlock();
        }
    }
}
