package io.nhigovernor.connectors.vault;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One class speaks to Vault. */
class ArchitectureTest {
    private static final String HERE = "io.nhigovernor.connectors.vault";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(HERE);

    @ParameterizedTest
    @CsvSource({"io.github.jopenlibs..", "java.net.http.."})
    void onlyTheGatewayKnowsTheDriverAndHttp(String library) {
        noClasses()
                .that()
                .doNotBelongToAnyOf(VaultGateway.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void onlyThePkiPackageKnowsBouncyCastle() {
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + ".pki..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bouncycastle..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"java.sql..", "javax.sql..", "org.postgresql.."})
    void onlyTheDatabasePackageKnowsJdbc(String library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(HERE + ".database..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    @Test
    void theDriversOwnIdeaOfASecretIsUsedByNobody() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.jopenlibs.vault.api..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "gateway, kv",
        "kv, accept",
        "accept, approle",
        "accept, pki",
        "accept, database",
        "tail, audit",
        "tail, logins",
        "database, logins"
    })
    void theGroundDoesNotKnowWhatStandsOnIt(String ground, String above) {
        noClasses()
                .that()
                .resideInAPackage(HERE + "." + ground)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(HERE, HERE + "." + above)
                .check(CLASSES);
    }
}
