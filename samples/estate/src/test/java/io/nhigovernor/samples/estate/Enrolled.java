package io.nhigovernor.samples.estate;

import io.nhigovernor.samples.estate.documents.Documents;
import java.io.IOException;
import java.nio.file.Path;

/** An estate's credentials put under the local connector, for tests of other packages. */
public final class Enrolled {
    private Enrolled() {}

    /** @param documents rendered; everything in them is enrolled */
    public static void in(Path home, Path keyFile, Path documents) throws IOException, InterruptedException {
        EstateEnrolment.enrol(home, keyFile, Documents.read(documents));
    }
}
