package io.nhigovernor.connectors.vault.discovery;

import io.nhigovernor.connectors.vault.audit.AuditLine;
import io.nhigovernor.connectors.vault.audit.AuditLineReader;
import io.nhigovernor.connectors.vault.audit.Decoded;
import io.nhigovernor.connectors.vault.audit.Device;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** When each role was last logged in to and each path was last read, as far as the audit files at hand reach back. */
final class LastUses {
    private final Map<String, Instant> uses = new TreeMap<>();

    /** A file that cannot be read tells nothing; what is bad in one is skipped. */
    static LastUses of(List<Device> devices) {
        var all = new LastUses();
        for (var device : devices) {
            try (var lines = Files.newBufferedReader(device.file(), StandardCharsets.ISO_8859_1)) {
                all.read(lines);
            } catch (IOException e) {
                System.getLogger(LastUses.class.getName())
                        .log(System.Logger.Level.WARNING, "audit device {0} cannot be read: {1}", device.name(), e);
            }
        }
        return all;
    }

    private void read(BufferedReader lines) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            // Byte for byte, as the reader takes them.
            var bytes = line.getBytes(StandardCharsets.ISO_8859_1);
            if (AuditLineReader.read(bytes, bytes.length) instanceof Decoded.Line decoded) {
                take(decoded.line());
            }
        }
    }

    void take(AuditLine line) {
        if (line.type() != AuditLine.Type.RESPONSE
                || line.error().isPresent()
                || line.answer().refused()) {
            return;
        }
        if (line.loggedIn().isPresent()) {
            Optional.ofNullable(line.loggedIn().get().metadata().get("role_name"))
                    .ifPresent(role -> seen(role(line.mountPoint().replaceFirst("/$", ""), role), line.time()));
        } else if (line.operation().equals("read") && line.mountType().equals("kv")) {
            seen(line.path(), line.time());
        }
    }

    private void seen(String what, Instant at) {
        uses.merge(what, at, (before, now) -> now.isAfter(before) ? now : before);
    }

    /** @param mount such as {@code auth/approle} */
    Optional<Instant> ofRole(String mount, String role) {
        return Optional.ofNullable(uses.get(role(mount, role)));
    }

    /** @param path with its mount and {@code data/} */
    Optional<Instant> ofPath(String path) {
        return Optional.ofNullable(uses.get(path));
    }

    private static String role(String mount, String role) {
        return mount + " " + role;
    }
}
