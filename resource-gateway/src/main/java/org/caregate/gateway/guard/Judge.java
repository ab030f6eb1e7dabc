package org.caregate.gateway.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caregate.gateway.json.ScannedResource;
import org.caregate.gateway.upstream.UpstreamException;
import org.caregate.policy.compartment.Release;
import org.caregate.policy.compartment.Release.Reason;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.compartment.ResourceFacts;
import org.caregate.policy.decision.Obligations;

/**
 * Proves the resources of one answer, and what they depend on: a Provenance is within reach when all its targets are. Targets on the
 * same page are known by then; others are fetched, so many for an answer and no more.
 */
final class Judge {
    /** Fetches for one answer. */
    private static final int MAX_FETCHED = 100;

    /** Resources of the answer that are remembered as proved. */
    private static final int MAX_REMEMBERED = 10_000;

    private final ReleaseProof proof;
    private final Obligations obligations;
    private final Targets targets;
    private final boolean remembers;
    private final Map<String, Release> judged = new HashMap<>();
    private int fetched;

    Judge(ReleaseProof proof, Obligations obligations, Targets targets) {
        this.proof = proof;
        this.obligations = obligations;
        this.targets = targets;
        this.remembers = obligations.restricted()
                && obligations.reaches().stream()
                        .anyMatch(reach -> reach.allows("Provenance", obligations.permission()));
    }

    /** Whether the caller may know how many entries the upstream counts. */
    boolean mayCount() {
        return !obligations.restricted();
    }

    Release of(ScannedResource resource) throws UpstreamException {
        ResourceFacts facts = resource.facts();
        Release release = proof.check(facts, obligations.permission(), obligations.reaches());
        if (release instanceof Release.DependsOnTargets depends) {
            for (String target : depends.targets()) {
                if (!judged.containsKey(target)) {
                    judged.put(target, target(target));
                }
            }
            return depends.judgedBy(target -> judged.getOrDefault(target, new Release.Foreign(Reason.TARGET)));
        }
        if (remembers && release instanceof Release.Proven && facts.id() != null && judged.size() < MAX_REMEMBERED) {
            String reference = facts.type() + "/" + facts.id();
            judged.put(reference, release);
            if (resource.version() != null) {
                judged.put(reference + "/_history/" + resource.version(), release);
            }
        }
        return release;
    }

    private Release target(String reference) throws UpstreamException {
        Optional<HeldResource> found = fetched++ < MAX_FETCHED ? targets.fetch(reference) : Optional.empty();
        return found.filter(held -> reference.equals(held.reference())
                        || reference.equals(
                                held.reference() + "/_history/" + held.scanned().version()))
                .map(held -> proof.check(held.scanned().facts(), obligations.permission(), obligations.reaches()))
                .orElseGet(() -> new Release.Foreign(Reason.TARGET));
    }
}
