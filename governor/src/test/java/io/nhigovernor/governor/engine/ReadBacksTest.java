package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.rollout.Action;
import io.nhigovernor.governor.rollout.Event.Found;
import io.nhigovernor.governor.rollout.OpenIntent;
import io.nhigovernor.governor.rollout.Operation;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.testkit.BackendCapabilities;
import io.nhigovernor.testkit.InMemoryBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReadBacksTest {
    private static final ConnectorSettings MEMORY = new ConnectorSettings("memory", new TreeMap<>());
    private static final Credential SHARED =
            new Credential("secret/shared", CredentialKind.SECRET, List.of("billing"), MEMORY, MEMORY, List.of());
    private static final Fingerprint GONE = new Fingerprint("hmac:gone");

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"DESTROY", "WITHDRAW"})
    void whatWasToBeTakenAwayForGoodIsAskedAgainThoughNobodyAcceptsIt(Operation operation) {
        var backend = new InMemoryBackend(BackendCapabilities.fenced());
        var readBacks = new ReadBacks(Connectors.of(Map.of("memory", backend)));
        var intent = new OpenIntent(
                "r-1-i1", operation, SHARED.id(), Optional.empty(), "r-1-a1", Optional.of(GONE), Optional.empty());
        assertThat(readBacks.read(SHARED, new Action.ReadBack(intent, GONE, Optional.of(GONE), true)))
                .isInstanceOf(Found.Absent.class);
    }
}
