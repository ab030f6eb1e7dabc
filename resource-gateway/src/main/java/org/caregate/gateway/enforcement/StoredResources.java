package org.caregate.gateway.enforcement;

import java.time.Instant;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.ResourceRequest;

/**
 * Reads one stored resource out of the upstream's answer, before it is proved.
 *
 * <p>Whether it lies within reach is not known before it was read. So a token whose reach depends on what is stored is told the
 * 404 of a missing resource when it cannot be read: 502 would say that there is something (ADR 8). A Patient's id is within
 * reach or not by the token alone, and who may ask for it may know that it is broken.
 */
final class StoredResources {
    private final ResponseGuard guard;

    StoredResources(ResponseGuard guard) {
        this.guard = guard;
    }

    /** The resource that the permitted request names. */
    HeldResource read(UpstreamAnswer answer, Permit permit, Instant now) throws RefusedException, UpstreamException {
        ResourceRequest request = permit.request();
        boolean hidden = permit.obligations().restricted() && !"Patient".equals(request.type());
        demandOk(answer, hidden, now);
        try {
            answer.demandFhirJson();
            HeldResource held = guard.hold(answer.body());
            if (!held.is(request.type(), request.id())) {
                throw new UpstreamException(Failure.UPSTREAM_UNREADABLE, "ANOTHER_RESOURCE");
            }
            return held;
        } catch (UpstreamException unusable) {
            if (hidden && unusable.failure() == Failure.UPSTREAM_UNREADABLE) {
                throw new RefusedException(Failure.MISSING, unusable.detail(), true);
            }
            throw unusable; // the connection's trouble says nothing of what is stored
        }
    }

    private static void demandOk(UpstreamAnswer answer, boolean hidden, Instant now)
            throws RefusedException, UpstreamException {
        switch (answer.status()) {
            case 200 -> {}
            case 404, 410 -> throw new RefusedException(Failure.MISSING);
            case 400, 422 -> throw new RefusedException(Failure.UPSTREAM_REFUSED_REQUEST);
            default -> {
                if (hidden && answer.status() == 403) { // a rule of the upstream's about this resource
                    throw new RefusedException(Failure.MISSING, "STATUS_403", true);
                }
                throw answer.unexpected(now);
            }
        }
    }
}
