package org.caregate.gateway.upstream;

import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import org.caregate.audit.AuditReceipt;
import org.caregate.audit.PromisedReceipt;
import org.caregate.policy.decision.Permit;
import org.caregate.protocol.fhir.FhirIds;

/**
 * The only way to the FHIR server: nothing is sent there but on a permit whose attempt is recorded (invariants 1 and 2), or for the
 * picker's names on an entry that names the patient.
 */
public final class Forwarder implements AutoCloseable {
    private final UpstreamClient client;

    /**
     * A forwarder to one FHIR server.
     *
     * @param intermediary the name under which we say that we changed the request (FHIR R4, "RESTful API", "Intermediaries")
     */
    public Forwarder(UpstreamSettings settings, String intermediary, Tracer tracer) {
        this.client = new UpstreamClient(settings, intermediary, tracer);
    }

    /** Sends what was permitted, now that its attempt is durable. */
    public UpstreamAnswer forward(Permit permit, AuditReceipt receipt, UpstreamRequest request)
            throws UpstreamException {
        demandOneExchange(receipt, request);
        return client.send(request);
    }

    /**
     * Sends a permitted read or search while its attempt is being written. The answer is handed out only once the attempt is durable, and
     * so is the failure: not even a refusal is given before.
     */
    public UpstreamAnswer forwardWhileRecording(Permit permit, PromisedReceipt attempt, UpstreamRequest request)
            throws UpstreamException {
        switch (permit.obligations().permission()) {
            case READ, SEARCH -> {}
            case CREATE, UPDATE, DELETE ->
                throw new IllegalStateException("what changes a record waits for its receipt");
        }
        UpstreamAnswer answer;
        try {
            answer = client.send(request);
        } catch (UpstreamException unusable) {
            attempt.await();
            throw unusable;
        }
        boolean recorded = false;
        try {
            demandOneExchange(attempt.await(), request);
            recorded = true;
            return answer;
        } finally {
            if (!recorded) {
                answer.close();
            }
        }
    }

    /**
     * Reads the Patient whose name a person is shown to choose from. No token is involved, and so no permit: which patients a person may
     * see is decided at the sign-in, and the receipt is of the entry that says whose names are shown.
     */
    public UpstreamAnswer readPatient(String id, AuditReceipt namesShown, Duration patience) throws UpstreamException {
        if (!FhirIds.isId(id)) {
            throw new IllegalArgumentException("not a logical id");
        }
        return client.send(UpstreamRequest.get("Patient/" + id, namesShown.exchangeId()), patience);
    }

    /** Whether the FHIR server answers at all. It is asked for its CapabilityStatement, which holds no one's data and is not read. */
    public boolean isReachable(Duration patience) {
        try (UpstreamAnswer answer = client.send(UpstreamRequest.get("metadata", "reachable"), patience)) {
            return answer.status() < 500;
        } catch (UpstreamException unusable) {
            return unusable.detail().equals(UpstreamClient.REDIRECT);
        }
    }

    private static void demandOneExchange(AuditReceipt receipt, UpstreamRequest request) {
        if (!receipt.exchangeId().equals(request.exchangeId())) {
            throw new IllegalStateException("the receipt is of another exchange");
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
