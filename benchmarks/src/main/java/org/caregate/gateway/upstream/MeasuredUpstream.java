package org.caregate.gateway.upstream;

import io.opentelemetry.api.trace.TracerProvider;
import java.net.URI;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** The gateway's client without the gateway around it: in its package, since only the forwarder may use it otherwise. */
public final class MeasuredUpstream implements AutoCloseable {
    private final UpstreamClient client;

    public MeasuredUpstream(URI base, SSLContext tls) {
        this.client = new UpstreamClient(
                UpstreamSettings.of(base, new UpstreamSettings.Secret("credential"), tls),
                "api.example.org",
                TracerProvider.noop().get("benchmark"));
    }

    /** Reads that resource and answers how long it is. */
    public int read(String target) throws Exception {
        try (UpstreamAnswer answer =
                client.send(UpstreamRequest.get(target, UUID.randomUUID().toString()))) {
            return answer.body().readAllBytes().length;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
