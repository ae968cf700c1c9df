package io.nhigovernor.connectors.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One foreign library, one package. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.nhigovernor.connectors.local");

    @ParameterizedTest
    @CsvSource({
        "org.bouncycastle.., io.nhigovernor.connectors.local.x509..",
        "com.nimbusds.., io.nhigovernor.connectors.local.jose.."
    })
    void aForeignLibraryIsKnownInOnePackageOnly(String library, String home) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"files", "accept", "x509", "jose"})
    void theGroundDoesNotKnowWhatStandsOnIt(String ground) {
        noClasses()
                .that()
                .resideInAPackage("io.nhigovernor.connectors.local." + ground)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.nhigovernor.connectors.local")
                .check(CLASSES);
    }
}
