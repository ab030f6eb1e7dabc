package org.caregate.gateway.enforcement;

import java.time.Instant;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.Holding;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.ResourceRequest;

/**
 * Reads one stored resource out of the upstream's answer, before it is proved.
 *
 * <p>Whether it lies within reach is not known before it was read. So a token whose reach depends on what is stored gets the
 * 404 of a missing resource when it cannot be read: 502 would say that there is something (ADR 8). A Patient's id is within
 * reach or not by the token alone, and a caller who may ask for it may know that it is broken.
 */
final class StoredResources {
    private final ResponseGuard guard;

    StoredResources(ResponseGuard guard) {
        this.guard = guard;
    }

    /** The resource that the permitted request names. */
    StoredResource read(UpstreamAnswer answer, Permit permit, Instant now) throws UpstreamException {
        ResourceRequest request = permit.request();
        boolean hidden = permit.obligations().restricted() && !"Patient".equals(request.type());
        return switch (answer.status()) {
            case 200 -> held(guard.hold(answer), request, hidden);
            case 404, 410 -> Refused.of(Failure.MISSING);
            case 400, 422 -> Refused.of(Failure.UPSTREAM_REFUSED_REQUEST);
            default -> {
                if (hidden && answer.status() == 403) { // a rule of the upstream's about this resource
                    yield Refused.failed(Failure.MISSING, "STATUS_403");
                }
                throw answer.unexpected(now);
            }
        };
    }

    private static StoredResource held(Holding holding, ResourceRequest request, boolean hidden) {
        return switch (holding) {
            case HeldResource held when held.is(request.type(), request.id()) -> new StoredResource.Found(held);
            case HeldResource another -> unreadable("ANOTHER_RESOURCE", hidden);
            case Holding.Unreadable(String detail) -> unreadable(detail, hidden);
        };
    }

    private static Refused unreadable(String detail, boolean hidden) {
        return Refused.failed(hidden ? Failure.MISSING : Failure.UPSTREAM_UNREADABLE, detail);
    }
}
