package io.nhigovernor.connectors.vault;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.testkit.DeliveryContract;
import io.nhigovernor.testkit.VerifierContract;
import io.nhigovernor.testkit.Workbench;
import io.nhigovernor.testkit.servers.Servers;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The Vault connector keeps both contracts on a real Vault, for each kind, held by one identity or shared by two. */
@Execution(ExecutionMode.CONCURRENT)
class VaultContractTest {

    @Nested
    class SecretAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.SECRET, "billing");
        }
    }

    @Nested
    class SecretSharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.SECRET, "billing", "reports");
        }
    }

    @Nested
    class SecretAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.SECRET, "billing");
        }
    }

    @Nested
    class SecretSharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.SECRET, "billing", "reports");
        }
    }

    @Nested
    class AppRoleAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.APPROLE, "billing");
        }
    }

    @Nested
    class AppRoleSharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.APPROLE, "billing", "reports");
        }
    }

    @Nested
    class AppRoleAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.APPROLE, "billing");
        }
    }

    @Nested
    class AppRoleSharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new VaultBench(Servers.sharedVault(), CredentialKind.APPROLE, "billing", "reports");
        }
    }

    @Nested
    class CertificateAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new PkiBench(Servers.sharedVault(), "billing");
        }
    }

    @Nested
    class CertificateAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new PkiBench(Servers.sharedVault(), "billing");
        }
    }

    @Nested
    class CertificateSharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new PkiBench(Servers.sharedVault(), "billing", "reports");
        }
    }

    @Nested
    class CertificateSharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new PkiBench(Servers.sharedVault(), "billing", "reports");
        }
    }

    @Nested
    class DatabaseAloneVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), "billing");
        }
    }

    @Nested
    class DatabaseAloneDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), "billing");
        }
    }

    @Nested
    class DatabaseSharedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), "billing", "reports");
        }
    }

    @Nested
    class DatabaseSharedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() throws Exception {
            return new DatabaseBench(Servers.sharedVault(), Servers.sharedPostgres(), "billing", "reports");
        }
    }
}
