package io.nhigovernor.connectors.vault.database;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The static roles of one database mount of Vault. */
record StaticRoles(VaultGateway vault, String mount) {
    /** Empty if there is no such role. Does not ask for its password. */
    Told<Optional<StaticRole>> find(String role, Deadline deadline) {
        return switch (vault.read(mount + "/static-roles/" + role, deadline)) {
            case Answer.Found found -> Told.known(Optional.of(role(role, found.data())));
            case Answer.Absent absent -> Told.known(Optional.empty());
            case Answer.Refused refused -> Told.failed(Trouble.of(reading(role), refused));
            case Answer.Busy busy -> Told.failed(Trouble.of(reading(role), busy));
            case Answer.Lost lost -> Told.failed(Trouble.of(reading(role), lost));
        };
    }

    Told<StaticRole> get(String role, Deadline deadline) {
        return find(role, deadline).then(found -> found.map(Told::known).orElseGet(() -> Told.failed(missing(role))));
    }

    Trouble missing(String role) {
        return new Trouble.Refused("the static role " + role + " of " + mount + " does not exist");
    }

    private String reading(String role) {
        return "reading the static role " + role + " of " + mount;
    }

    private static StaticRole role(String name, JsonNode data) {
        var period = data.path("rotation_period");
        return new StaticRole(
                name,
                data.path("username").asText(),
                data.path("db_name").asText(),
                data.path("last_vault_rotation").asText(),
                period.isMissingNode() || data.hasNonNull("rotation_schedule")
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(period.asLong())));
    }

    /** Vault makes a new password and gives it to the database. Asking twice changes it twice. */
    Told<Boolean> rotate(String role, Deadline deadline) {
        var answer = vault.write(mount + "/rotate-role/" + role, VaultGateway.object(), deadline);
        return answer instanceof Answer.Found
                ? Told.known(true)
                : Told.failed(Trouble.of("rotating the static role " + role + " of " + mount, answer));
    }

    /** The current password. The caller closes it. */
    Told<Secret> password(String role, Deadline deadline) {
        var answer = vault.read(mount + "/static-creds/" + role, deadline);
        if (!(answer instanceof Answer.Found found)) {
            return Told.failed(Trouble.of("reading the password of the static role " + role + " of " + mount, answer));
        }
        var bytes = found.data().path("password").asText().getBytes(StandardCharsets.UTF_8);
        try {
            return Told.known(Secret.copyOf(bytes));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
