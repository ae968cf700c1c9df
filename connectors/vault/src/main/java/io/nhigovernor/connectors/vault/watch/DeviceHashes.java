package io.nhigovernor.connectors.vault.watch;

import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a text looks like in each audit device; every device has a salt of its own. */
public record DeviceHashes(VaultGateway vault, List<String> devices) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public DeviceHashes {
        devices = List.copyOf(devices);
    }

    /** By device; empty if Vault did not tell all of them. */
    Optional<Map<String, String>> of(String text) {
        var hashes = new TreeMap<String, String>();
        for (var device : devices) {
            var answer = vault.write(
                    "sys/audit-hash/" + device, VaultGateway.object().put("input", text), Deadline.in(PATIENCE));
            if (!(answer instanceof Answer.Found found) || !found.data().has("hash")) {
                return Optional.empty();
            }
            hashes.put(device, found.data().path("hash").asText());
        }
        return Optional.of(hashes);
    }
}
