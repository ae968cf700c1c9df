package io.nhigovernor.connectors.vault.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.connectors.vault.approle.AppRole;
import io.nhigovernor.connectors.vault.approle.AppRole.SecretId;
import io.nhigovernor.connectors.vault.audit.Device;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Discovery;
import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** AppRoles and secrets of KV v2 that the governor's own login may list. */
public final class VaultDiscovery implements Discovery {
    private static final Duration EACH = Duration.ofSeconds(10);
    private static final int PATHS_MAX = 20_000;
    private static final int DEPTH_MAX = 20;

    private final VaultGateway vault;
    private final List<Device> devices;
    private final String own;

    /**
     * @param devices whose files tell when something was last used
     * @param own mount and folder of what the governor keeps, which is no credential of anybody's
     */
    public VaultDiscovery(VaultGateway vault, List<Device> devices, String own) {
        this.vault = vault;
        this.devices = List.copyOf(devices);
        this.own = own;
    }

    @Override
    public Reading<List<Found>> discover() {
        // Open to every token: lists the mounts below which it may do anything at all.
        var mounts = vault.read("sys/internal/ui/mounts", Deadline.in(EACH));
        if (!(mounts instanceof Answer.Found found)) {
            return Reading.unreadable("listing mounts: " + mounts.told());
        }
        var uses = LastUses.of(devices);
        var all = new ArrayList<Found>();
        try {
            for (var mount : named(
                    found.data().path("auth"),
                    type -> type.path("type").asText().equals("approle"))) {
                roles(mount, uses, all);
            }
            for (var mount : named(found.data().path("secret"), VaultDiscovery::isKv2)) {
                folder(mount, "", 0, uses, all);
            }
        } catch (NotTold e) {
            return Reading.unreadable(e.getMessage() == null ? "not told" : e.getMessage());
        }
        all.sort(Comparator.comparing(Found::what));
        return Reading.known(List.copyOf(all));
    }

    private static boolean isKv2(JsonNode mount) {
        return mount.path("type").asText().equals("kv")
                && mount.path("options").path("version").asText().equals("2");
    }

    private static List<String> named(JsonNode mounts, Predicate<JsonNode> wanted) {
        return mounts.properties().stream()
                .filter(mount -> wanted.test(mount.getValue()))
                .map(mount -> mount.getKey().replaceFirst("/$", ""))
                .toList();
    }

    private void roles(String mount, LastUses uses, List<Found> all) throws NotTold {
        for (var name : list("auth/" + mount + "/role")) {
            // Empty where the login may list roles and not their secret ids.
            Optional<List<SecretId>> ids = new AppRole(vault, mount, name).secretIds(Deadline.in(EACH))
                            instanceof AppRole.Found.Known<List<SecretId>> known
                    ? Optional.of(known.value())
                    : Optional.empty();
            all.add(new Found(
                    CredentialKind.APPROLE,
                    "auth/" + mount + "/role/" + name,
                    Map.of("mount", mount, "role", name),
                    Map.of(),
                    ids.map(List::size),
                    ids.stream()
                            .flatMap(List::stream)
                            .flatMap(id -> id.made().stream())
                            .max(Comparator.naturalOrder()),
                    ids.stream()
                            .flatMap(List::stream)
                            .flatMap(id -> id.validity().notAfter().stream())
                            .min(Comparator.naturalOrder()),
                    uses.ofRole("auth/" + mount, name)));
        }
    }

    private void folder(String mount, String folder, int depth, LastUses uses, List<Found> all) throws NotTold {
        if (depth > DEPTH_MAX || (mount + "/" + folder).equals(own + "/")) {
            return;
        }
        for (var name : list(mount + "/metadata/" + folder)) {
            if (name.endsWith("/")) {
                folder(mount, folder + name, depth + 1, uses, all);
            } else if (all.size() < PATHS_MAX) {
                secret(mount, folder + name, uses).ifPresent(all::add);
            } else {
                throw new NotTold("more than " + PATHS_MAX + " secrets; give the governor a login that sees fewer");
            }
        }
    }

    private Optional<Found> secret(String mount, String path, LastUses uses) {
        if (!(vault.read(mount + "/metadata/" + path, Deadline.in(EACH)) instanceof Answer.Found found)) {
            return Optional.empty();
        }
        var current = found.data()
                .path("versions")
                .path(found.data().path("current_version").asText());
        if (current.isMissingNode() || current.path("destroyed").asBoolean()) {
            return Optional.empty();
        }
        return Optional.of(new Found(
                CredentialKind.SECRET,
                mount + "/" + path,
                Map.of(),
                Names.valid(path) ? Map.of("mount", mount, "path", path) : Map.of("mount", mount),
                Optional.empty(),
                instant(current.path("created_time").asText()),
                instant(current.path("deletion_time").asText()),
                uses.ofPath(mount + "/data/" + path)));
    }

    private static Optional<Instant> instant(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    private List<String> list(String folder) throws NotTold {
        var answer = vault.list(folder, Deadline.in(EACH));
        return switch (answer) {
            case Answer.Found found ->
                found.data().path("keys").valueStream().map(JsonNode::asText).toList();
            case Answer.Absent absent -> List.of();
            // What the login may not list is not its to discover.
            case Answer.Refused refused -> {
                if (refused.status() == 403) {
                    yield List.of();
                }
                throw new NotTold("listing " + folder + ": " + refused.told());
            }
            case Answer.Busy busy -> throw new NotTold("listing " + folder + ": " + busy.told());
            case Answer.Lost lost -> throw new NotTold("listing " + folder + ": " + lost.told());
        };
    }

    /** Half a list would look like a whole one. */
    private static final class NotTold extends Exception {
        NotTold(String why) {
            super(why);
        }
    }
}
