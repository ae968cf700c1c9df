package io.nhigovernor.testkit;

import org.junit.jupiter.api.Nested;

/** The in-memory backend keeps both contracts, for each kind of capability. */
class InMemoryBackendContractTest {

    @Nested
    class FencedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.fenced(), "billing", "reports");
        }
    }

    @Nested
    class FencedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.fenced(), "billing", "reports");
        }
    }

    @Nested
    class SigningVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.signing(), "billing", "reports");
        }
    }

    @Nested
    class SigningDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.signing(), "billing", "reports");
        }
    }

    @Nested
    class DualVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.dual(), "billing", "reports");
        }
    }

    @Nested
    class DualDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.dual(), "billing", "reports");
        }
    }

    @Nested
    class ServerMintedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.serverMinted(), "billing", "reports");
        }
    }

    @Nested
    class ServerMintedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.serverMinted(), "billing", "reports");
        }
    }

    @Nested
    class SingleValuedVerifier extends VerifierContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.singleValued(), "billing", "reports");
        }
    }

    @Nested
    class SingleValuedDelivery extends DeliveryContract {
        @Override
        protected Workbench workbench() {
            return new InMemoryBench(BackendCapabilities.singleValued(), "billing", "reports");
        }
    }
}
