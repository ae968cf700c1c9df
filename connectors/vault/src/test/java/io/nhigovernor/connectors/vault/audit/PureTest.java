package io.nhigovernor.connectors.vault.audit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What decides what a line means knows no clock, thread or file; what reads JSON is one class. */
class PureTest {
    private static final Set<String> SHELL = Set.of("AuditSource", "Reading", "Device", "AuditCounters");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.nhigovernor.connectors.vault.audit");

    @Test
    void theCoreTouchesNothing() {
        noClasses()
                .that(describe("are not of the shell", known -> !SHELL.contains(outermost(known.getName()))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.util.concurrent..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.InstantSource")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CLASSES);
    }

    @Test
    void jacksonIsKnownToOneClass() {
        noClasses()
                .that(describe(
                        "are not the reader",
                        known -> !outermost(known.getName()).equals("AuditLineReader")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(CLASSES);
    }

    private static String outermost(String name) {
        return name.substring(name.lastIndexOf('.') + 1).split("\\$", 2)[0];
    }
}
