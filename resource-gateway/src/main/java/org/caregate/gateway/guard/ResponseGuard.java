package org.caregate.gateway.guard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.References;
import org.caregate.gateway.json.ResourceCopier;
import org.caregate.gateway.json.Scan;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.upstream.UpstreamAnswer;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.decision.Obligations;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Proves what comes from the upstream: nothing is believed that was not read, and nothing leaves but what was read.
 */
public final class ResponseGuard {
    private static final String NOT_FHIR = "NOT_THE_FHIR_WE_READ";

    private final FhirJson json;
    private final References references;
    private final ReleaseProof proof;
    private final Bounds bounds;

    public ResponseGuard(FhirJson json, References references, ReleaseProof proof, Bounds bounds) {
        this.json = json;
        this.references = references;
        this.proof = proof;
        this.bounds = bounds;
    }

    /** What proving one held resource found. */
    public sealed interface Proof {
        /** It may leave. */
        record Proven(ProvenPart part) implements Proof {}

        /** It may not. */
        record Foreign(ForeignResource resource) implements Proof {}
    }

    /**
     * Holds a single resource of the upstream.
     *
     * @throws UpstreamException when the connection breaks off, which says nothing of the resource
     */
    public Holding hold(UpstreamAnswer answer) throws UpstreamException {
        Optional<String> unreadable = answer.unreadable();
        return unreadable.isPresent() ? new Holding.Unreadable(unreadable.get()) : hold(answer.body());
    }

    /** As {@link #hold(UpstreamAnswer)}, of a body that says it is FHIR JSON. */
    Holding hold(InputStream body) throws UpstreamException {
        return hold(body, ResourceCopier.forCaller(references));
    }

    /**
     * Holds what the upstream answers to a write.
     *
     * @param body the whole of it
     * @param submitted the form in which the caller gave addresses, by the form they were sent in
     */
    public Holding holdWritten(UpstreamAnswer answer, byte[] body, Map<String, String> submitted)
            throws UpstreamException {
        Optional<String> unreadable = answer.unreadable();
        return unreadable.isPresent()
                ? new Holding.Unreadable(unreadable.get())
                : hold(new ByteArrayInputStream(body), ResourceCopier.forWriter(references, submitted));
    }

    private Holding hold(InputStream answer, ResourceCopier copier) throws UpstreamException {
        try {
            return hold(json.readResult(answer), copier); // the copier judges the names itself
        } catch (JacksonException | MalformedResourceException | BoundedBuffer.ExceededException e) {
            IOException cut = cutOff(e);
            if (cut != null) {
                throw UpstreamException.of(cut);
            }
            return new Holding.Unreadable(NOT_FHIR);
        }
    }

    private HeldResource hold(JsonParser opened, ResourceCopier copier) throws MalformedResourceException {
        BoundedBuffer buffer = new BoundedBuffer(bounds.resource());
        try (JsonParser in = opened) {
            in.nextToken();
            ScannedResource scanned;
            try (JsonGenerator out = json.write(buffer)) {
                scanned = switch (copier.copy(in, out)) {
                    case ScannedResource understood -> understood;
                    case Scan.NotFhir(var type, var id, String defect) -> throw new MalformedResourceException(defect);
                    case Scan.TooLarge() -> throw new BoundedBuffer.ExceededException();
                };
            }
            if (in.nextToken() != null) {
                throw new MalformedResourceException("more than one value");
            }
            return new HeldResource(buffer.toByteArray(), scanned);
        }
    }

    /** Proves a held resource that depends on no other. */
    public Proof prove(HeldResource held, Obligations obligations) {
        return proof(held, proof.check(held.scanned().facts(), obligations.permission(), obligations.reaches()));
    }

    /**
     * Proves a held resource, and what it depends on.
     *
     * @throws UpstreamException when the upstream is in trouble
     */
    public Proof prove(HeldResource held, Obligations obligations, Targets targets) throws UpstreamException {
        return proof(held, new Judge(proof, obligations, targets).of(held.scanned()));
    }

    private static Proof proof(HeldResource held, Release release) {
        return switch (release) {
            case Release.Proven proven ->
                new Proof.Proven(new ProvenPart(
                        ByteBuffer.wrap(held.bytes()).asReadOnlyBuffer(),
                        proven.patients(),
                        held.id() == null ? Set.of() : Set.of(held.reference()),
                        true));
            case Release.Foreign foreign ->
                new Proof.Foreign(new ForeignResource(held.type(), held.id(), foreign.reason()));
            case Release.DependsOnTargets others ->
                new Proof.Foreign(new ForeignResource(held.type(), held.id(), Release.Reason.TARGET));
        };
    }

    /**
     * Opens a search result, which is proved part by part as it comes.
     *
     * @param targets where that is which entries depend on
     * @param heldBack is passed every entry that the proof did not let pass
     */
    public SearchResult search(
            UpstreamAnswer answer,
            Obligations obligations,
            SearchLinks links,
            Targets targets,
            Consumer<ForeignResource> heldBack)
            throws UpstreamException {
        Optional<String> unreadable = answer.unreadable();
        if (unreadable.isPresent()) {
            throw new UpstreamException(Failure.UPSTREAM_UNREADABLE, unreadable.get());
        }
        return search(answer.body(), obligations, links, targets, heldBack);
    }

    /** As the other, of a body that says it is FHIR JSON. */
    SearchResult search(
            InputStream body,
            Obligations obligations,
            SearchLinks links,
            Targets targets,
            Consumer<ForeignResource> heldBack)
            throws UpstreamException {
        try {
            return new SearchResult(
                    json,
                    json.readResult(body),
                    references,
                    new Judge(proof, obligations, targets),
                    links,
                    heldBack,
                    bounds);
        } catch (JacksonException e) {
            throw unusable(e);
        }
    }

    static UpstreamException unusable(Exception e) {
        IOException cut = cutOff(e);
        return cut == null
                ? new UpstreamException(Failure.UPSTREAM_UNREADABLE, NOT_FHIR, e)
                : UpstreamException.of(cut);
    }

    private static @Nullable IOException cutOff(Exception e) {
        return e instanceof JacksonIOException io ? io.getCause() : null;
    }
}
