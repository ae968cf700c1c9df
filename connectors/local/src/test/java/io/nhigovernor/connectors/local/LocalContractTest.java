package io.nhigovernor.connectors.local;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.testkit.DeliveryContract;
import io.nhigovernor.testkit.VerifierContract;
import io.nhigovernor.testkit.Workbench;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The local connector keeps both contracts, for each kind, held by one identity or shared by two. */
@Execution(ExecutionMode.CONCURRENT)
class LocalContractTest {

    @Nested
    class SecretAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.SECRET, "billing");
        }
    }

    @Nested
    class SecretAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.SECRET, "billing");
        }
    }

    @Nested
    class SecretSharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.SECRET, "billing", "reports");
        }
    }

    @Nested
    class SecretSharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.SECRET, "billing", "reports");
        }
    }

    @Nested
    class CertificateAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.CERTIFICATE, "billing");
        }
    }

    @Nested
    class CertificateAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.CERTIFICATE, "billing");
        }
    }

    @Nested
    class CertificateSharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.CERTIFICATE, "billing", "reports");
        }
    }

    @Nested
    class CertificateSharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.CERTIFICATE, "billing", "reports");
        }
    }

    @Nested
    class OidcKeyAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.OIDC_KEY, "billing");
        }
    }

    @Nested
    class OidcKeyAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.OIDC_KEY, "billing");
        }
    }

    @Nested
    class OidcKeySharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.OIDC_KEY, "billing", "reports");
        }
    }

    @Nested
    class OidcKeySharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new LocalBench(CredentialKind.OIDC_KEY, "billing", "reports");
        }
    }
}
