package org.caregate.gateway.enforcement;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.caregate.accesstoken.standing.CurrentRevocations;
import org.caregate.accesstoken.standing.Knowledge;
import org.caregate.accesstoken.standing.VersionedCache;
import org.caregate.accesstoken.verification.VerifiedTokens;
import org.caregate.audit.flood.StrangersLog;
import org.caregate.gateway.authentication.Authentication;
import org.caregate.gateway.discovery.CapabilityStatements;
import org.caregate.gateway.guard.Bounds;
import org.caregate.gateway.guard.ResponseGuard;
import org.caregate.gateway.json.FhirJson;
import org.caregate.gateway.json.References;
import org.caregate.gateway.paging.NextLinks;
import org.caregate.gateway.paging.PageHandles;
import org.caregate.gateway.settings.GatewayLimits.ResourceLimits;
import org.caregate.gateway.settings.GatewayPorts;
import org.caregate.gateway.settings.GatewaySettings;
import org.caregate.gateway.structure.BodyReader;
import org.caregate.gateway.upstream.Forwarder;
import org.caregate.policy.compartment.ReleaseProof;
import org.caregate.policy.decision.ReferenceProof;
import org.caregate.policy.decision.WriteProof;
import org.caregate.protocol.metadata.AuthorizationServerAddresses;

/**
 * The steps of one FHIR base, put together.
 *
 * @param refusals where a message that never became a request is refused too
 */
public record Enforcement(PolicyEnforcementPoint point, Refusals refusals) {
    /** For that base, whose upstream is reached through the forwarder alone. */
    public static Enforcement of(GatewaySettings settings, GatewayPorts ports, Forwarder forwarder) {
        ResourceLimits limits = settings.limits().resources();
        Clock clock = ports.clock();
        String base = settings.base().toString();
        FhirJson json = new FhirJson(limits.jsonDepth(), limits.resourceBytes());
        References references =
                new References(settings.base(), settings.upstream().base());
        ReleaseProof proof =
                new ReleaseProof(Set.of(base, settings.upstream().base().toString()));
        ResponseGuard guard = new ResponseGuard(
                json, references, proof, new Bounds(limits.resourceBytes(), limits.entryBytes(), limits.partBytes()));
        ExchangeEntries entries =
                new ExchangeEntries(clock, base, settings.base().getRawPath());
        Recorder recorder = new Recorder(ports.recording().audit(), entries);
        Refusals refusals = new Refusals(
                ports.recording().audit(),
                new StrangersLog(ports.recording().audit(), ports.recording().flood()),
                entries,
                recorder,
                new MissingPace(limits.missingStep()));
        Decisions decisions = decisions(ports, base);
        PageLinks pages = new PageLinks(
                new PageHandles(ports.pageHandles(), clock),
                new NextLinks(settings.base(), settings.upstream().base()),
                references);
        ReadForwarder reads = new ReadForwarder(forwarder, decisions);
        CapabilityStatements statements = new CapabilityStatements(
                json,
                settings.base(),
                new AuthorizationServerAddresses(settings.issuer().toString()));
        WriteInteraction.Steps writes = new WriteInteraction.Steps(
                forwarder,
                decisions,
                new BodyReader(json, references),
                new WriteProof(proof),
                new ReferencedRecords(
                        forwarder, guard, new ReferenceProof(proof, references.bases()), limits.bodyReferences()),
                new StoredResources(guard),
                new WriteAnswers(guard, recorder, references, limits.resourceBytes()));
        PolicyEnforcementPoint point = new PolicyEnforcementPoint(
                authentication(settings, ports),
                pages,
                decisions,
                List.of(
                        new ReadInteraction(reads, guard),
                        new SearchInteraction(reads, guard, pages),
                        new CreateInteraction(writes),
                        new UpdateInteraction(writes),
                        new CapabilitiesInteraction(reads, statements)),
                recorder,
                new Releaser(decisions, recorder),
                refusals);
        return new Enforcement(point, refusals);
    }

    private static Decisions decisions(GatewayPorts ports, String base) {
        CurrentRevocations revocations =
                new CurrentRevocations(ports.registers().revocations());
        return new Decisions(
                new PolicyInForce(ports.roles(), base),
                new Knowledge(
                        revocations,
                        new VersionedCache<>(
                                ports.registers().clients()::find,
                                ports.registers().revocations()),
                        ports.registers().grants(),
                        ports.registers().people(),
                        ports.clock()),
                revocations);
    }

    private static Authentication authentication(GatewaySettings settings, GatewayPorts ports) {
        return new Authentication(
                new VerifiedTokens(
                        ports.tokens().keys(),
                        settings.issuer(),
                        ports.clock(),
                        ports.tokens().signatureProvider(),
                        settings.limits().rememberedTokens()),
                settings.base().toString());
    }
}
