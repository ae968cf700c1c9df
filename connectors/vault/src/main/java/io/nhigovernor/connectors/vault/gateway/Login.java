package io.nhigovernor.connectors.vault.gateway;

import java.nio.file.Path;

/** How the governor becomes known to Vault. Files, so that an agent may renew them; read at each login. */
public sealed interface Login {
    record TokenFile(Path file) implements Login {}

    /** @param mount of the AppRole method: {@code approle} */
    record AppRole(String mount, Path roleId, Path secretId) implements Login {}
}
