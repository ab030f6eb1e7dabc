package org.caregate.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.caregate.audit.AuditReceipt;
import org.caregate.gateway.discovery.OwnDocument;
import org.caregate.gateway.enforcement.FhirExchange;
import org.caregate.gateway.guard.ProvenPart;
import org.caregate.gateway.upstream.Forwarder;

/** Who may make the gateway's evidence, and who may use it: one class for each step of an exchange. */
@AnalyzeClasses(
        packages = "org.caregate",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTests.WithoutTestJars.class})
class GatewayEvidenceTests {
    private static final String ENFORCEMENT = "org.caregate.gateway.enforcement.";
    private static final String GUARD = "org.caregate.gateway.guard.";
    private static final String DISCOVERY = "org.caregate.gateway.discovery.";
    private static final String UPSTREAM_CLIENT = "org.caregate.gateway.upstream.UpstreamClient";

    @ArchTest
    static final ArchRule receiptsAreMadeByTheLog = made(AuditReceipt.class, "org.caregate.audit.GroupCommitAuditLog")
            .because("a receipt is evidence that the entry's transaction has committed (invariant 1)");

    @ArchTest
    static final ArchRule provenPartsAreMadeByTheGuard = made(
                    ProvenPart.class, GUARD + "ResponseGuard", GUARD + "ResultBundle")
            .because("every resource in it was proved");

    @ArchTest
    static final ArchRule ownDocumentsAreMadeByDiscovery = made(
                    OwnDocument.class, DISCOVERY + "CapabilityStatements", DISCOVERY + "DiscoveryDocuments")
            .because("what the gateway says of itself holds nobody's data");

    @ArchTest
    static final ArchRule upstreamIsAskedByTheForwarder = called(
                    "the client of the FHIR server", UPSTREAM_CLIENT, Set.of("send"), Forwarder.class.getName())
            .because("nothing is sent there without a permit and a receipt");

    @ArchTest
    static final ArchRule requestsAreForwardedByTheEnforcement = noClasses()
            .that(not(resideInAPackage("org.caregate.gateway.enforcement")))
            .should()
            .callMethodWhere(to(Forwarder.class.getName(), Set.of("forward", "forwardWhileRecording")))
            .because("the permit and the receipt have to be of the exchange at hand");

    @ArchTest
    static final ArchRule namesAreReadByTheDirectory = called(
                    "the reading of a Patient without a permit",
                    Forwarder.class.getName(),
                    Set.of("readPatient"),
                    "org.caregate.gateway.patient.PatientDirectory")
            .because("it shows the name and nothing else");

    @ArchTest
    static final ArchRule answersAreReleasedByTheReleaser = called(
                    "an answer's way out",
                    FhirExchange.class.getName(),
                    Set.of("release", "publish", "done"),
                    ENFORCEMENT + "Releaser")
            .because("what leaves is recorded first, and revocation is asked again");

    @ArchTest
    static final ArchRule refusalsAreAnsweredWhereTheyAreRecorded = called(
                    "a refusal's way out", FhirExchange.class.getName(), Set.of("refuse"), ENFORCEMENT + "Refusals")
            .because("no refusal leaves without its entry");

    private static ArchRule made(Class<?> evidence, String... makers) {
        Set<String> allowed = Set.of(makers);
        return noClasses()
                .that(not(named(allowed)))
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a constructor of " + evidence.getSimpleName(),
                        (JavaConstructorCall call) -> call.getTargetOwner().isEquivalentTo(evidence)));
    }

    private static ArchRule called(String what, String owner, Set<String> methods, String caller) {
        return noClasses()
                .that(not(named(Set.of(caller, owner))))
                .should()
                .callMethodWhere(to(owner, methods).as(what));
    }

    private static DescribedPredicate<JavaMethodCall> to(String owner, Set<String> methods) {
        return DescribedPredicate.describe(
                owner + " " + methods,
                (JavaMethodCall call) ->
                        call.getTargetOwner().getName().equals(owner) && methods.contains(call.getName()));
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return DescribedPredicate.describe("named " + names, type -> names.contains(type.getName()));
    }
}
