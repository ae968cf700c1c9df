package io.nhigovernor.connectors.parts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Parts know no connector, and one of them Jackson. */
class ArchitectureTest {
    private static final String HERE = "io.nhigovernor.connectors.parts";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HERE);

    @Test
    void jacksonIsKnownInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + ".accept")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void partsKnowOnlyWhatEveryConnectorStandsOn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.nhigovernor.connectors.local..", "io.nhigovernor.governor..")
                .check(CLASSES);
    }
}
