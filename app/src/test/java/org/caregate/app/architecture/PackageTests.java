package org.caregate.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;

/** What holds inside of modules: packages can be read, tested and moved one at a time. */
@AnalyzeClasses(
        packages = "org.caregate",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTests.WithoutTestJars.class})
class PackageTests {
    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().assignedFrom(everyPackage())
            .should()
            .beFreeOfCycles()
            .because("packages that use one another are one package, and cannot be read or moved alone");

    @ArchTest
    static final ArchRule rootPackagesHoldWiring = classes()
            .should(notUseTheRootPackageAboveThem())
            .because("what a module's other packages use has a package that says what it is");

    private static ArchCondition<JavaClass> notUseTheRootPackageAboveThem() {
        return new ArchCondition<>("not use the root package of their module") {
            private static final Set<String> NOT_YET =
                    Set.of("org.caregate.audit", "org.caregate.protocol", "org.caregate.storage");

            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> {
                            String root = dependency.getTargetClass().getPackageName();
                            return root.matches("org\\.caregate\\.[a-z]+")
                                    && type.getPackageName().startsWith(root + ".")
                                    && !NOT_YET.contains(root);
                        })
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static SliceAssignment everyPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                boolean counted = name.startsWith("org.caregate.");
                return counted ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "every package";
            }
        };
    }
}
