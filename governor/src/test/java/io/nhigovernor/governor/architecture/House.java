package io.nhigovernor.governor.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The governor's own classes as compiled, tests left out. */
final class House {
    static final String BASE = "io.nhigovernor.governor";

    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    private House() {}

    /** The package below the base, as the list of floors names it; the root's is empty. */
    static String floor(JavaClass known) {
        var name = known.getPackageName();
        return name.equals(BASE) ? "" : name.substring(BASE.length() + 1);
    }
}
