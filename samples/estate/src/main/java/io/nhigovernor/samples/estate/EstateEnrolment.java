package io.nhigovernor.samples.estate;

import io.nhigovernor.connectors.local.Enrolment;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Puts all credentials of the documents under the local connector, and gives each service a certificate of its authority. */
final class EstateEnrolment {
    private EstateEnrolment() {}

    /**
     * @param keyFile of the local connector's store; made if it is absent
     * @throws IllegalStateException if a credential is enrolled already
     */
    static void enrol(Path home, Path keyFile, Documents documents) throws IOException {
        var enrolment =
                Enrolment.open(Map.of("home", home.toString(), "keyFile", keyFile.toString(), "createKey", "true"));
        for (var credential : documents.credentials()) {
            enrolment.enrol(credential);
        }
        for (var kind : ServiceKind.values()) {
            enrolment.issueServerCertificate(certificateOf(home, kind.service()));
        }
    }

    /** Where a service's own {@code key.pem} and {@code chain.pem} lie. */
    static Path certificateOf(Path home, String service) {
        return home.resolve("services").resolve(service);
    }
}
