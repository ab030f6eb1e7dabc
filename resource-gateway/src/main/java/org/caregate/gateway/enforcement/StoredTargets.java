package org.caregate.gateway.enforcement;

import java.util.Optional;
import org.caregate.gateway.enforcement.Forwarding.Forwarded;
import org.caregate.gateway.guard.HeldResource;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.guard.Targets;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.gateway.upstream.UpstreamRequest;

/** Reads from the upstream what a Provenance is about, to judge it: nothing of it leaves. */
record StoredTargets(Forwarder forwarder, ResponseGuard guard, Forwarded forwarded) implements Targets {
    @Override
    public Optional<HeldResource> fetch(String reference) throws UpstreamException {
        FhirExchange exchange = forwarded.incoming().exchange();
        UpstreamRequest read = UpstreamRequest.get(reference, exchange.id());
        try (UpstreamAnswer answer = forwarder.forward(forwarded.permit(), forwarded.receipt(), read)) {
            if (answer.status() == 429 || answer.status() >= 500) { // says nothing of what is stored
                throw answer.unexpected(exchange.startedAt());
            }
            return answer.status() == 200 && guard.hold(answer) instanceof HeldResource held
                    ? Optional.of(held)
                    : Optional.empty();
        }
    }
}
