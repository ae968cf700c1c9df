package io.nhigovernor.samples.estate;

import io.nhigovernor.connectors.local.LocalEnrolment;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.spi.Enrolment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Puts all credentials of the documents under the local connector, and gives each service a certificate of its authority. */
final class EstateEnrolment {
    private static final int WORKERS = 12;

    private EstateEnrolment() {}

    /**
     * @param keyFile of the local connector's store; made if it is absent
     * @throws IOException if the home cannot be written, or a credential is enrolled already
     */
    static void enrol(Path home, Path keyFile, Documents documents) throws IOException, InterruptedException {
        var enrolment = LocalEnrolment.open(
                Map.of("home", home.toString(), "keyFile", keyFile.toString(), "createKey", "true"));
        certificates(home, enrolment);
        // Side by side: each enrolment waits for the disk several times.
        try (var workers = Executors.newFixedThreadPool(WORKERS)) {
            var enrolled = documents.credentials().stream()
                    .map(credential -> workers.submit(() -> enrolment.enrol(credential)))
                    .toList();
            for (var one : enrolled) {
                if (!(one.get() instanceof Enrolment.Result.Enrolled)) {
                    throw new IOException("enrolment: " + one.get());
                }
            }
        } catch (ExecutionException e) {
            throw new IOException("enrolment failed: " + e.getCause(), e);
        }
    }

    /** Only the services' own: what callers present lies elsewhere. */
    static void certificates(Path home, Path keyFile) throws IOException {
        certificates(
                home,
                LocalEnrolment.open(
                        Map.of("home", home.toString(), "keyFile", keyFile.toString(), "createKey", "true")));
    }

    private static void certificates(Path home, LocalEnrolment enrolment) throws IOException {
        for (var kind : ServiceKind.values()) {
            enrolment.issueServerCertificate(certificateOf(home, kind.service()));
        }
    }

    /** Where a service's own {@code key.pem} and {@code chain.pem} lie. */
    static Path certificateOf(Path home, String service) {
        return home.resolve("services").resolve(service);
    }
}
