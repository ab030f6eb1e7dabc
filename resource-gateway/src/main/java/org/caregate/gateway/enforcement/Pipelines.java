package org.caregate.gateway.enforcement;

import java.util.Set;
import org.caregate.accesstoken.standing.CurrentRevocations;
import org.caregate.accesstoken.standing.Knowledge;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.audit.entry.Action;
import org.caregate.audit.entry.AuditEntry;
import org.caregate.audit.entry.Outcome;
import org.caregate.audit.flood.RefusalFlood;
import org.caregate.gateway.GatewayLimits;
import org.caregate.gateway.GatewayPorts;
import org.caregate.gateway.GatewaySettings;
import org.caregate.gateway.authentication.Authentication;
import org.caregate.gateway.discovery.CapabilityStatements;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.http.FhirHandler;
import org.caregate.gateway.http.OutcomeErrorHandler;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.References;
import org.caregate.gateway.paging.NextLinks;
import org.caregate.gateway.paging.PageHandles;
import org.caregate.gateway.structure.BodyReader;
import org.caregate.gateway.upstream.UpstreamClient;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.decision.ReferenceProof;
import org.caregate.policy.decision.WriteProof;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;

/** Puts the steps together. */
public final class Pipelines {
    private Pipelines() {}

    /** Records what never became a request, as much of it as a stranger may cause. */
    public static OutcomeErrorHandler.Unreadable unreadable(GatewaySettings settings, GatewayPorts ports) {
        return (id, source, failure) -> {
            if (ports.flood().refused(source, failure.reason()) == RefusalFlood.Verdict.RECORD_NOW) {
                ports.audit()
                        .record(AuditEntry.of(ports.clock().instant(), id, Action.RESOURCE_OTHER, Outcome.REFUSED)
                                .reason(failure.reason())
                                .audience(settings.base().toString())
                                .httpStatus(failure.status())
                                .sourceAddress(source)
                                .build());
            }
        };
    }

    /** The pipeline of one FHIR base. */
    public static FhirHandler.Pipeline fhir(GatewaySettings settings, GatewayPorts ports, UpstreamClient upstream) {
        GatewayLimits limits = settings.limits();
        String base = settings.base().toString();
        String upstreamBase = settings.upstream().base().toString();
        FhirJson json = new FhirJson(limits.jsonDepth(), limits.resourceBytes());
        References references =
                new References(settings.base(), settings.upstream().base());
        ReleaseProof proof = new ReleaseProof(Set.of(base, upstreamBase));
        ResponseGuard guard = new ResponseGuard(
                json, references, proof, limits.resourceBytes(), limits.entryBytes(), limits.partBytes());
        CurrentRevocations revocations = new CurrentRevocations(ports.revocations());
        Recorder recorder =
                new Recorder(ports.audit(), ports.clock(), base, settings.base().getRawPath());
        Enforcement enforcement = new Enforcement(
                new PolicyInForce(ports.roles(), base),
                new Knowledge(
                        revocations,
                        new VersionedCache<>(ports.clients()::find, ports.revocations()),
                        ports.grants(),
                        ports.people(),
                        ports.clock()),
                revocations,
                recorder);
        PageHandles pages = new PageHandles(ports.pageHandles(), ports.clock());
        CapabilityStatements statements = new CapabilityStatements(
                json,
                settings.base(),
                new AuthorizationServerAddresses(settings.issuer().toString()));
        return new PolicyEnforcementPoint(
                new Authentication(
                        new VerifiedTokens(
                                ports.keys(),
                                settings.issuer(),
                                ports.clock(),
                                ports.signatureProvider(),
                                limits.rememberedTokens()),
                        base),
                enforcement,
                recorder,
                ports.flood(),
                pages,
                new Reading(upstream, guard, enforcement, recorder),
                new Searching(
                        upstream,
                        guard,
                        enforcement,
                        recorder,
                        references,
                        new NextLinks(settings.base(), settings.upstream().base()),
                        pages),
                writing(upstream, guard, json, references, proof, limits, enforcement, recorder),
                new Describing(upstream, statements, recorder))::answer;
    }

    private static Writing writing(
            UpstreamClient upstream,
            ResponseGuard guard,
            FhirJson json,
            References references,
            ReleaseProof proof,
            GatewayLimits limits,
            Enforcement enforcement,
            Recorder recorder) {
        ReferenceProof ofReferences = new ReferenceProof(proof, references.bases());
        return new Writing(
                upstream,
                new BodyReader(json, references),
                new StoredResources(guard),
                new WriteProof(proof),
                new ReferencedRecords(upstream, guard, ofReferences, limits.bodyReferences()),
                enforcement,
                recorder,
                new WriteAnswers(guard, enforcement, recorder, references, limits.resourceBytes()));
    }
}
