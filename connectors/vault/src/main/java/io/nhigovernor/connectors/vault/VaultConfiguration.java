package io.nhigovernor.connectors.vault;

import io.nhigovernor.connectors.parts.keys.KeySource;
import io.nhigovernor.connectors.parts.settings.SettingsReader;
import io.nhigovernor.connectors.vault.audit.Device;
import io.nhigovernor.connectors.vault.database.DatabaseAddress;
import io.nhigovernor.connectors.vault.database.DatabaseLogin;
import io.nhigovernor.connectors.vault.gateway.Endpoint;
import io.nhigovernor.connectors.vault.gateway.Login;
import io.nhigovernor.connectors.vault.logins.LoginLog;
import io.nhigovernor.spi.Names;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Vault connector's section of the configuration.
 *
 * @param login who the governor is
 * @param destroyer who it is for destroying versions; the same as {@code login} if nothing else is given
 * @param keepMount KV v2 mount in which the governor keeps every generation it may need again
 * @param keepFolder its own folder there
 * @param key names generations; the same for as long as the connector is used
 * @param partyAuthorities whom the certificates of relying parties must lead to
 * @param partyTrust whom relying parties trust for their callers' certificates; nothing is checked if absent
 * @param database who the governor is at the database that pairs of static roles belong to; absent where there are none
 * @param loginLog the log of that database's server, which tells who logged in; absent: it is not read
 * @param settle how long a changed accept document, or a new secret id, takes to reach whoever verifies
 * @param probeTimeout how long one real login may take
 * @param auditSource the name under which the audit log speaks as a source of signals
 * @param auditDevices the file devices that are read; none: the log is not read
 */
record VaultConfiguration(
        Endpoint endpoint,
        Login login,
        Login destroyer,
        String keepMount,
        String keepFolder,
        KeySource key,
        Optional<Path> partyAuthorities,
        Optional<Path> partyTrust,
        Optional<DatabaseLogin> database,
        Optional<LoginLog> loginLog,
        Duration settle,
        Duration probeTimeout,
        String auditSource,
        List<Device> auditDevices) {

    /** @throws IllegalArgumentException naming everything that is wrong */
    static VaultConfiguration of(Map<String, String> section) {
        var reader = new SettingsReader(VaultConnectorFactory.NAME, section);
        var address = address(reader);
        var namespace = reader.text("namespace");
        var authorities = reader.path("caFile", false);
        var chain = reader.path("clientChainFile", false);
        var clientKey = reader.path("clientKeyFile", false);
        if (chain.isPresent() != clientKey.isPresent()) {
            reader.problem("clientChainFile and clientKeyFile are given together");
        }
        var login = login(reader, "");
        if (login.isEmpty()) {
            reader.problem("tokenFile, or roleIdFile and secretIdFile, must be given");
        }
        var destroyer = login(reader, "destroy.");
        var keepMount = reader.text("keepMount").orElse("secret");
        var keepFolder = reader.text("keepFolder").orElse("nhi-governor");
        var key = reader.keySource();
        var parties = reader.path("partyCaFile", false);
        var partyTrust = reader.path("partyTrustFile", false);
        var database = database(reader);
        var loginLog = loginLog(reader, database);
        var settle = reader.duration("settle", Duration.ofSeconds(5));
        var probe = reader.duration("probeTimeout", Duration.ofSeconds(2));
        var source = reader.text("auditSource").orElse("vault-audit");
        if (!Names.valid(source)) {
            reader.problem("auditSource must use " + Names.RULE);
        }
        var devices = devices(reader);
        reader.finish();
        return new VaultConfiguration(
                new Endpoint(
                        address.orElseThrow(),
                        namespace,
                        authorities,
                        chain.map(file -> new Endpoint.Identity(file, clientKey.orElseThrow()))),
                login.orElseThrow(),
                destroyer.orElseGet(login::orElseThrow),
                keepMount,
                keepFolder,
                key.orElseThrow(),
                parties.or(() -> authorities),
                // Not Vault's own authorities: they say nothing of what its PKI mounts sign.
                partyTrust.or(() -> parties),
                database,
                loginLog,
                settle,
                probe,
                source,
                devices);
    }

    /** {@code auditDevices: "file=/var/log/vault/audit.log, second=..."}, and a directory for how far each was read. */
    private static List<Device> devices(SettingsReader reader) {
        var text = reader.text("auditDevices");
        var checkpoints = reader.path("auditCheckpoints", false);
        if (text.isPresent() != checkpoints.isPresent()) {
            reader.problem("auditDevices and auditCheckpoints, a directory of the governor's own, are given together");
        }
        var devices = new ArrayList<Device>();
        for (var part : text.stream().flatMap(all -> Stream.of(all.split(","))).toList()) {
            var sides = part.strip().split("=", 2);
            if (sides.length != 2 || !Names.valid(sides[0]) || !sides[1].startsWith("/")) {
                reader.problem("auditDevices must read name=/path/of/its/file, several separated by commas");
            } else if (checkpoints.isPresent()) {
                devices.add(new Device(
                        sides[0],
                        Path.of(sides[1]),
                        checkpoints.get().resolve(sides[0].replace('/', '~') + ".position")));
            }
        }
        return devices;
    }

    /** {@code databaseUrl: postgresql://host:port/database}, with the user and the file of its password beside it. */
    private static Optional<DatabaseLogin> database(SettingsReader reader) {
        var url = reader.text("databaseUrl");
        var user = reader.text("databaseUser");
        var password = reader.path("databasePasswordFile", false);
        var authorities = reader.path("databaseCaFile", false);
        if (url.isPresent() != user.isPresent() || url.isPresent() != password.isPresent()) {
            reader.problem("databaseUrl, databaseUser and databasePasswordFile are given together");
        }
        if (url.isEmpty()) {
            return Optional.empty();
        }
        var address = uri(url.get()).flatMap(DatabaseAddress::of);
        if (address.isEmpty()) {
            reader.problem("databaseUrl must be postgresql://host:port/database, without user, password or parameters");
        }
        return address.flatMap(
                at -> user.flatMap(name -> password.map(file -> new DatabaseLogin(at, name, file, authorities))));
    }

    /** {@code databaseLog: /var/log/postgresql/postgresql.json}, and a file of the governor's own for how far it was read. */
    private static Optional<LoginLog> loginLog(SettingsReader reader, Optional<DatabaseLogin> database) {
        var file = reader.path("databaseLog", false);
        var checkpoint = reader.path("databaseLogCheckpoint", false);
        var source = reader.text("databaseLogSource").orElse("postgres-log");
        if (file.isPresent() != checkpoint.isPresent()) {
            reader.problem("databaseLog and databaseLogCheckpoint, a file of the governor's own, are given together");
        }
        if (file.isPresent() && database.isEmpty()) {
            reader.problem(
                    "databaseLog needs databaseUrl: that the log is alive is seen by logins of the governor's own");
        }
        if (!Names.valid(source)) {
            reader.problem("databaseLogSource must use " + Names.RULE);
        }
        return file.flatMap(log -> checkpoint.map(kept -> new LoginLog(source, log, kept)));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<URI> address(SettingsReader reader) {
        var text = reader.text("address");
        if (text.isEmpty()) {
            reader.problem("address is missing");
            return Optional.empty();
        }
        try {
            var address = URI.create(text.get().replaceFirst("/+$", ""));
            boolean loopback = "127.0.0.1".equals(address.getHost()) || "localhost".equals(address.getHost());
            if (address.getHost() == null
                    || !("https".equals(address.getScheme()) || loopback && "http".equals(address.getScheme()))) {
                reader.problem("address must be https://host:port; without TLS only on this machine");
            }
            return Optional.of(address);
        } catch (IllegalArgumentException e) {
            reader.problem("address must be https://host:port");
            return Optional.empty();
        }
    }

    private static Optional<Login> login(SettingsReader reader, String prefix) {
        var token = reader.path(prefix + "tokenFile", false);
        var role = reader.path(prefix + "roleIdFile", false);
        var secret = reader.path(prefix + "secretIdFile", false);
        var mount = reader.text(prefix + "loginMount").orElse("approle");
        if (role.isPresent() != secret.isPresent()) {
            reader.problem(prefix + "roleIdFile and " + prefix + "secretIdFile are given together");
            return token.map(Login.TokenFile::new);
        }
        if (token.isPresent() && role.isPresent()) {
            reader.problem("either " + prefix + "tokenFile or " + prefix + "roleIdFile, not both");
        }
        return token.<Login>map(Login.TokenFile::new)
                .or(() -> role.map(file -> new Login.AppRole(mount, file, secret.orElseThrow())));
    }
}
