package org.caregate.gateway.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.caregate.gateway.error.Failure;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.MalformedResourceException;
import org.caregate.gateway.json.References;
import org.caregate.gateway.json.ResourceCopier;
import org.caregate.gateway.json.Scan;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.decision.Obligations;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Proves what comes from the upstream: nothing is believed that was not read, and nothing leaves but what was read.
 */
public final class ResponseGuard {
    private final FhirJson json;
    private final References references;
    private final ReleaseProof proof;
    private final int resourceBytes;
    private final int entryBytes;
    private final int partBytes;

    /**
     * A guard within these bounds.
     *
     * @param resourceBytes of a single resource
     * @param entryBytes of one entry of a search result; a larger one is replaced by a warning
     * @param partBytes of what is released at once, unless one entry alone is larger
     */
    public ResponseGuard(
            FhirJson json,
            References references,
            ReleaseProof proof,
            int resourceBytes,
            int entryBytes,
            int partBytes) {
        this.json = json;
        this.references = references;
        this.proof = proof;
        this.resourceBytes = resourceBytes;
        this.entryBytes = entryBytes;
        this.partBytes = partBytes;
    }

    /** What proving one held resource found. */
    public sealed interface Proof {
        /** It may leave. */
        record Proven(ProvenPart part) implements Proof {}

        /** It may not. */
        record Foreign(ForeignResource resource) implements Proof {}
    }

    /** Holds a single resource of the upstream. */
    public HeldResource hold(InputStream answer) throws UpstreamException {
        return hold(answer, ResourceCopier.forCaller(references));
    }

    /**
     * Holds what the upstream answers to a write.
     *
     * @param submitted the form in which the caller gave addresses, by the form they were sent in
     */
    public HeldResource holdWritten(InputStream answer, Map<String, String> submitted) throws UpstreamException {
        return hold(answer, ResourceCopier.forWriter(references, submitted));
    }

    private HeldResource hold(InputStream answer, ResourceCopier copier) throws UpstreamException {
        try {
            return hold(json.readResult(answer), copier); // the copier judges the names itself
        } catch (JacksonException | MalformedResourceException | BoundedBuffer.ExceededException e) {
            throw unusable(e);
        }
    }

    private HeldResource hold(JsonParser opened, ResourceCopier copier) throws MalformedResourceException {
        BoundedBuffer buffer = new BoundedBuffer(resourceBytes);
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
     * Proves a search result as it comes and releases it part by part.
     *
     * @param targets where that is which entries depend on
     * @param dropped told of every entry that the proof did not let pass
     * @throws UpstreamException when the upstream's answer is not one: what was not released yet is lost with it
     */
    public void search(
            InputStream answer,
            Obligations obligations,
            SearchLinks links,
            Targets targets,
            PartSink sink,
            Consumer<ForeignResource> dropped)
            throws UpstreamException, ReleaseRefusedException, IOException {
        try (JsonParser in = json.readResult(answer)) {
            new SearchResult(
                            json,
                            in,
                            ResourceCopier.forCaller(references),
                            references,
                            new Judge(proof, obligations, targets),
                            !obligations.restricted(),
                            links,
                            sink,
                            dropped,
                            new EntryBuffer(entryBytes, resourceBytes),
                            partBytes)
                    .pass();
        } catch (JacksonException | MalformedResourceException | BoundedBuffer.ExceededException e) {
            throw unusable(e);
        }
    }

    /** A document of our own making, which speaks of nobody. */
    public static ProvenPart ownDocument(byte[] bytes) {
        return new ProvenPart(ByteBuffer.wrap(bytes).asReadOnlyBuffer(), Set.of(), Set.of(), true);
    }

    private static UpstreamException unusable(Exception e) {
        IOException cut = e instanceof JacksonIOException io ? io.getCause() : null;
        if (cut != null) {
            return UpstreamClient.unusable(cut);
        }
        return new UpstreamException(Failure.UPSTREAM_UNREADABLE, "NOT_THE_FHIR_WE_READ", e);
    }
}
