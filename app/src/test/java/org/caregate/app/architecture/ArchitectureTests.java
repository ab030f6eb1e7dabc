package org.caregate.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.caregate.accesstoken.issuing.AccessTokenIssuer;
import org.caregate.accesstoken.issuing.SignedAccessToken;
import org.caregate.authorization.idtoken.IdTokenIssuer;
import org.caregate.crypto.signing.KeyUse;
import org.caregate.crypto.signing.SigningKeys;
import org.caregate.identity.session.BrowserSessions;
import org.caregate.identity.throttle.Throttle;
import org.caregate.policy.decision.Authenticated;
import org.caregate.policy.decision.CallerAuthentication;
import org.caregate.policy.decision.FactGathering;
import org.caregate.policy.decision.Facts;
import org.caregate.policy.decision.Permit;
import org.caregate.policy.decision.PolicyDecisionPoint;
import org.caregate.registry.transaction.Committed;
import org.caregate.registry.transaction.Transactions;

/** The arrows of ARCHITECTURE.md, "Modules", and where danger may live. */
@AnalyzeClasses(
        packages = "org.caregate",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTests.WithoutTestJars.class})
class ArchitectureTests {
    /** What modules share for their tests is packed beside them, as {@code …-tests.jar}. */
    static final class WithoutTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String OURS = "org.caregate..";
    private static final String PROTOCOL = "org.caregate.protocol..";
    private static final String REGISTRY = "org.caregate.registry..";
    private static final String POLICY = "org.caregate.policy..";
    private static final String AUDIT = "org.caregate.audit..";
    private static final String VERIFIER = "org.caregate.auditverifier..";
    private static final String CRYPTO = "org.caregate.crypto..";
    private static final String ACCESS_TOKEN = "org.caregate.accesstoken..";
    private static final String AUTHORIZATION = "org.caregate.authorization..";
    private static final String IDENTITY = "org.caregate.identity..";
    private static final String GATEWAY = "org.caregate.gateway..";
    private static final String ADMINISTRATION = "org.caregate.administration..";
    private static final String STORAGE = "org.caregate.storage..";
    private static final String DATABASE = "org.caregate.database..";
    private static final String BUNDLED_POSTGRESQL = "org.caregate.bundledpostgresql..";
    private static final String EDGE = "org.caregate.edge..";
    private static final String SERVER = "org.caregate.server..";
    private static final String COMMAND_LINE = "org.caregate.commandline..";
    private static final String EVALUATION = "org.caregate.evaluation..";
    private static final String APP = "org.caregate.app..";

    @ArchTest
    static final ArchRule protocolUsesNothingOfOurs = mayUseOnly(PROTOCOL)
            .because("the nouns of the specifications are read alone, and everything else depends on them");

    @ArchTest
    static final ArchRule registryUsesProtocolAndAudit = mayUseOnly(REGISTRY, PROTOCOL, AUDIT)
            .because("ports and lifecycles know neither policy nor storage, and a change commits with its entry");

    @ArchTest
    static final ArchRule policyUsesProtocol =
            mayUseOnly(POLICY, PROTOCOL).because("a decision is a pure function of its arguments");

    @ArchTest
    static final ArchRule auditUsesNothingOfOurs = mayUseOnly(AUDIT).because("an auditor reads the log's code alone");

    @ArchTest
    static final ArchRule cryptoUsesNothingOfOurs =
            mayUseOnly(CRYPTO).because("keys know nothing of what they protect");

    @ArchTest
    static final ArchRule accessTokensAreJudgedAlone = mayUseOnly(
                    ACCESS_TOKEN, PROTOCOL, REGISTRY, POLICY, AUDIT, CRYPTO)
            .because("the authorization server, the gateway and the administration API ask the same judge");

    @ArchTest
    static final ArchRule authorizationServerStandsAlone = mayUseOnly(
                    AUTHORIZATION, PROTOCOL, REGISTRY, POLICY, AUDIT, CRYPTO, ACCESS_TOKEN)
            .because("the two applications never use one another, and people are identity's");

    @ArchTest
    static final ArchRule gatewayStandsAlone = mayUseOnly(
                    GATEWAY, PROTOCOL, REGISTRY, POLICY, AUDIT, CRYPTO, ACCESS_TOKEN, EDGE)
            .because("the two applications never use one another");

    @ArchTest
    static final ArchRule edgeKnowsNoApplication =
            mayUseOnly(EDGE, CRYPTO).because("how a connection is secured and held is the same for every listener");

    @ArchTest
    static final ArchRule identityStandsAlone = mayUseOnly(IDENTITY, PROTOCOL, REGISTRY, POLICY, AUDIT, CRYPTO)
            .because("pages ask and store answers; what follows from them is the authorization server's");

    @ArchTest
    static final ArchRule administrationUsesPorts = mayUseOnly(
                    ADMINISTRATION, PROTOCOL, REGISTRY, POLICY, AUDIT, CRYPTO, ACCESS_TOKEN, IDENTITY)
            .because(
                    "the use cases are called by the command line too, and know neither the authorization server nor the store");

    @ArchTest
    static final ArchRule databaseUsesNothingOfOurs =
            mayUseOnly(DATABASE).because("storage and a PostgreSQL that is carried along meet in it");

    @ArchTest
    static final ArchRule bundledPostgresqlStandsAlone =
            mayUseOnly(BUNDLED_POSTGRESQL, DATABASE).because("it starts a server and knows nothing of what is stored");

    @ArchTest
    static final ArchRule bundledPostgresqlIsForEvaluation = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(BUNDLED_POSTGRESQL, EVALUATION))))
            .should()
            .dependOnClassesThat(resideInAPackage(BUNDLED_POSTGRESQL))
            .because("an installation that serves patients from an external database does not carry it");

    @ArchTest
    static final ArchRule storageIsUsedByTheWiringAlone = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(STORAGE, SERVER, COMMAND_LINE, EVALUATION))))
            .should()
            .dependOnClassesThat(resideInAPackage(STORAGE))
            .because("every other module uses ports");

    @ArchTest
    static final ArchRule serverKnowsNoCommandLine = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(COMMAND_LINE, EVALUATION, APP))))
            .should()
            .dependOnClassesThat(resideInAPackage(COMMAND_LINE))
            .because("a node runs the same under any launcher, and wiring points inwards");

    @ArchTest
    static final ArchRule serverIsUsedByThoseWhoStartItAlone = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(SERVER, COMMAND_LINE, EVALUATION, APP))))
            .should()
            .dependOnClassesThat(resideInAPackage(SERVER))
            .because("wiring points inwards");

    @ArchTest
    static final ArchRule evaluationIsUsedByNoOtherModule = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAPackage(EVALUATION))))
            .should()
            .dependOnClassesThat(resideInAPackage(EVALUATION))
            .because("an installation that serves patients is complete without it");

    @ArchTest
    static final ArchRule appIsUsedByNoOtherModule = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAPackage(APP))))
            .should()
            .dependOnClassesThat(resideInAPackage(APP))
            .because("wiring points inwards");

    @ArchTest
    static final ArchRule auditedModulesKnowNoSpring = noClasses()
            .that(resideInAnyPackage(PROTOCOL, REGISTRY, POLICY, AUDIT, AUTHORIZATION, GATEWAY, CRYPTO, ACCESS_TOKEN))
            .should()
            .dependOnClassesThat(resideInAPackage("org.springframework.."))
            .because("an auditor reads them alone");

    @ArchTest
    static final ArchRule noSecondJson = noClasses()
            .that(resideInAPackage(OURS))
            .should()
            .dependOnClassesThat(resideInAPackage("com.fasterxml.jackson.databind.."))
            .because("two JSON mappers read the same bytes differently; ours is Jackson 3");

    @ArchTest
    static final ArchRule signaturesAndCiphersAreCryptos = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(CRYPTO, AUDIT, VERIFIER))))
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "primitives of cryptography",
                    (JavaClass type) -> type.getName().equals("java.security.Signature")
                            || type.getName().equals("javax.crypto.Cipher")
                            || type.getName().equals("javax.crypto.Mac")))
            .because("one module is read to know what is signed, sealed and hashed, and how");

    @ArchTest
    static final ArchRule standardOutputIsTheCommandLines = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(COMMAND_LINE, VERIFIER, "org.caregate.testing.."))))
            .should()
            .accessTargetWhere(DescribedPredicate.describe(
                    "System.out or System.err",
                    (JavaAccess<?> access) -> access.getTargetOwner().getName().equals("java.lang.System")
                            && (access.getTarget().getName().equals("out")
                                    || access.getTarget().getName().equals("err"))))
            .because("a server logs; only commands print");

    @ArchTest
    static final ArchRule jettyCoreIsForListeners = noClasses()
            .that(resideInAPackage(OURS).and(not(resideInAnyPackage(EDGE, GATEWAY, SERVER))))
            .should()
            .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.."))
            .because("endpoints are functions from request to response");

    @ArchTest
    static final ArchRule callersAreIdentifiedInOnePlace = onlyConcrete(
                    CallerAuthentication.class, "org.caregate.accesstoken.verification.AccessTokenVerifier")
            .because("a class that extends it can make evidence of an authenticated caller");

    @ArchTest
    static final ArchRule factsAreGatheredInOnePlace = onlyConcrete(
                    FactGathering.class, "org.caregate.accesstoken.standing.Knowledge")
            .because("a class that extends it can make facts");

    @ArchTest
    static final ArchRule authenticatedIsMadeByAuthentication =
            madeBy(Authenticated.class, CallerAuthentication.class).because("it is evidence that a token was verified");

    @ArchTest
    static final ArchRule factsAreMadeByGathering =
            madeBy(Facts.class, FactGathering.class).because("they are evidence of what was looked up");

    @ArchTest
    static final ArchRule permitsAreMadeByTheCombiner =
            madeBy(Permit.class, PolicyDecisionPoint.class).because("one function permits (invariant 2)");

    @ArchTest
    static final ArchRule commitsAreEvidencedByTransactions =
            madeBy(Committed.class, Transactions.class).because("it is evidence that a transaction has committed");

    @ArchTest
    static final ArchRule signedTokensAreMadeByTheIssuer = madeBy(SignedAccessToken.class, AccessTokenIssuer.class)
            .because("an ID token is signed beside one, and so never before the entry is durable");

    @ArchTest
    static final ArchRule tokensAreSignedByTheirIssuers = noClasses()
            .that(resideInAPackage(OURS)
                    .and(not(type(AccessTokenIssuer.class)))
                    .and(not(type(IdTokenIssuer.class)))
                    .and(not(resideInAPackage(CRYPTO))))
            .should()
            .callMethod(SigningKeys.class, "sign", KeyUse.class, JOSEObjectType.class, JWTClaimsSet.class)
            .because("both demand evidence that the entry of the token is durable (invariant 1)");

    @ArchTest
    static final ArchRule endedSessionsAreSwept = classes()
            .that()
            .haveFullyQualifiedName("org.caregate.server.node.Node")
            .should()
            .callMethod(BrowserSessions.class, "sweep")
            .andShould()
            .callMethod(Throttle.class, "sweep")
            .because("strangers open sessions and fail to sign in, and each leaves a row");

    /** A module and the modules it may use besides itself. */
    private static ArchRule mayUseOnly(String module, String... others) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage(module);
        for (String other : others) {
            allowed = allowed.or(resideInAPackage(other));
        }
        return classes()
                .that(resideInAPackage(module))
                .should()
                .onlyDependOnClassesThat(allowed.or(not(resideInAPackage(OURS))));
    }

    /** The one class of production code that extends a source of evidence. */
    private static ArchRule onlyConcrete(Class<?> source, String name) {
        return classes()
                .that()
                .areAssignableTo(source)
                .and(not(DescribedPredicate.describe(
                        "abstract", (JavaClass type) -> type.getModifiers().contains(JavaModifier.ABSTRACT))))
                .should()
                .haveFullyQualifiedName(name);
    }

    /** Evidence that one class alone constructs. */
    private static ArchRule madeBy(Class<?> evidence, Class<?> maker) {
        return noClasses()
                .that(not(type(evidence)).and(not(type(maker))))
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a constructor of " + evidence.getSimpleName(),
                        (JavaConstructorCall call) -> call.getTargetOwner().isEquivalentTo(evidence)));
    }
}
