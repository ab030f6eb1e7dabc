package org.caregate.app.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

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

    private static SliceAssignment everyPackage() {
        return new SliceAssignment() {
            private static final List<String> NOT_YET = List.of(
                    "org.caregate.server",
                    "org.caregate.commandline",
                    "org.caregate.evaluation",
                    "org.caregate.gateway");

            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                boolean counted = name.startsWith("org.caregate.")
                        && NOT_YET.stream().noneMatch(module -> name.equals(module) || name.startsWith(module + "."));
                return counted ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "every package";
            }
        };
    }
}
