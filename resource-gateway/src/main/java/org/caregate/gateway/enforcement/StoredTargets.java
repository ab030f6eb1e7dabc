package org.caregate.gateway.enforcement;

import java.util.Optional;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.Targets;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;

/** Reads from the upstream what a Provenance is about, to judge it: nothing of it leaves. */
record StoredTargets(UpstreamClient upstream, ResponseGuard guard, Asked asked) implements Targets {
    @Override
    public Optional<HeldResource> fetch(String reference) throws UpstreamException {
        try (UpstreamAnswer answer =
                upstream.send(UpstreamRequest.get(reference, asked.exchange().id()))) {
            if (answer.status() == 429 || answer.status() >= 500) { // says nothing of what is stored
                throw answer.unexpected(asked.exchange().startedAt());
            }
            if (answer.status() != 200) {
                return Optional.empty();
            }
            answer.demandFhirJson();
            return Optional.of(guard.hold(answer.body()));
        } catch (UpstreamException unusable) {
            if (unusable.failure() == Failure.UPSTREAM_UNREADABLE) {
                return Optional.empty();
            }
            throw unusable;
        }
    }
}
