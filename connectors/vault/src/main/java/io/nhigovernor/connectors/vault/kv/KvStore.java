package io.nhigovernor.connectors.vault.kv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One mount of KV version 2, as far as the governor uses it. Metadata are never deleted: that would take every version with them.
 *
 * @param destroyer who may destroy versions; a role of its own, so that nobody else can
 */
public record KvStore(VaultGateway vault, VaultGateway destroyer, String mount) {
    /**
     * What a path shows now.
     *
     * @param version 0 where nothing was ever written
     * @param data empty where nothing was written, or the newest version is deleted or destroyed
     * @param deletedAt when it was deleted, or Vault will delete it by itself; empty where neither is so
     * @param destroyed whether it can never be undeleted
     */
    public record Shown(long version, Optional<ObjectNode> data, String deletedAt, boolean destroyed) {
        static final Shown NOTHING = new Shown(0, Optional.empty(), "", false);

        /** Whether somebody has taken away what was here, which leaves the version as it was. */
        public boolean taken() {
            return version > 0 && data.isEmpty();
        }

        /** What was done to one that is {@link #taken}, in words. */
        public String fate(String path) {
            return "version " + version + " of " + path
                    + (destroyed
                            ? " was destroyed; what it held must be written again"
                            : " was deleted; undelete it, or write it again");
        }

        /** Whether Vault will take this version away by itself. */
        public boolean perishes() {
            return data.isPresent() && !deletedAt.isEmpty();
        }
    }

    /** The newest version, or what kept it from being read. */
    public sealed interface Look {
        record Seen(Shown shown) implements Look {}

        record Unseen(Answer answer) implements Look {}
    }

    public Look look(String path, Deadline deadline) {
        return seen(vault.read(mount + "/data/" + path, deadline));
    }

    public Look look(String path, long version, Deadline deadline) {
        return seen(vault.readVersion(mount + "/data/" + path, version, deadline));
    }

    private static Look seen(Answer answer) {
        return switch (answer) {
            case Answer.Found found -> new Look.Seen(shown(found.data()));
            case Answer.Absent absent -> new Look.Seen(shown(absent.body().path("data")));
            case Answer.Refused refused -> new Look.Unseen(refused);
            case Answer.Busy busy -> new Look.Unseen(busy);
            case Answer.Lost lost -> new Look.Unseen(lost);
        };
    }

    private static Shown shown(JsonNode answered) {
        var metadata = answered.path("metadata");
        return metadata.isMissingNode()
                ? Shown.NOTHING
                : new Shown(
                        metadata.path("version").asLong(),
                        answered.path("data") instanceof ObjectNode data ? Optional.of(data) : Optional.empty(),
                        metadata.path("deletion_time").asText(),
                        metadata.path("destroyed").asBoolean());
    }

    /**
     * Writes if {@code expected} is still the newest version.
     *
     * @return found with the new version, or refused with {@code CHECK_AND_SET}
     */
    public Answer write(String path, ObjectNode data, long expected, Deadline deadline) {
        return vault.write(mount + "/data/" + path, checked(data, expected), deadline);
    }

    /**
     * Writes the newest version again with some fields changed, if that is {@code expected} and is there.
     *
     * @param change the fields to be changed; null takes one away
     * @return found with the new version; refused where it is not the expected one, where Vault knows no such request or does not
     *     permit it; absent where nothing is there to be changed
     */
    public Answer change(String path, ObjectNode change, long expected, Deadline deadline) {
        return vault.patch(mount + "/data/" + path, checked(change, expected), deadline);
    }

    private static ObjectNode checked(ObjectNode data, long expected) {
        var body = VaultGateway.object();
        body.putObject("options").put("cas", expected);
        body.set("data", data);
        return body;
    }

    /** The version that a write made. */
    public static long written(Answer.Found found) {
        return found.data().path("version").asLong();
    }

    /** What is known of a path beside its data: each version, and the path's own settings. */
    public Answer metadata(String path, Deadline deadline) {
        return vault.read(mount + "/metadata/" + path, deadline);
    }

    /** Every version that still holds data, deleted or not, oldest first. */
    public static List<Long> holding(Answer.Found metadata) {
        var versions = new ArrayList<Long>();
        metadata.data().path("versions").properties().forEach(version -> {
            if (!version.getValue().path("destroyed").asBoolean()) {
                versions.add(Long.parseLong(version.getKey()));
            }
        });
        versions.sort(null);
        return versions;
    }

    /** Whether what is written to a path stays until somebody takes it away. */
    public sealed interface Lasting {
        record Forever() implements Lasting {}

        /** @param reason in words: whose setting it is */
        record Perishing(String reason) implements Lasting {}

        record Unseen(Answer answer) implements Lasting {}
    }

    /** By the mount's setting and the path's own. */
    public Lasting lasting(String path, Deadline deadline) {
        return switch (lasting(deadline)) {
            case Lasting.Forever forever -> lasting(metadata(path, deadline), path);
            case Lasting.Perishing perishing -> perishing;
            case Lasting.Unseen unseen -> unseen;
        };
    }

    /** By the mount's setting alone. */
    public Lasting lasting(Deadline deadline) {
        return lasting(vault.read(mount + "/config", deadline), "the mount " + mount);
    }

    private static Lasting lasting(Answer answer, String whose) {
        return switch (answer) {
            case Answer.Found found -> {
                var after = found.data().path("delete_version_after").asText("0s");
                yield after.equals("0s") || after.isEmpty()
                        ? new Lasting.Forever()
                        : new Lasting.Perishing(whose + " has delete_version_after " + after
                                + ": Vault would delete what is written; " + "set it to 0s");
            }
            case Answer.Absent absent -> new Lasting.Forever();
            case Answer.Refused refused -> new Lasting.Unseen(refused);
            case Answer.Busy busy -> new Lasting.Unseen(busy);
            case Answer.Lost lost -> new Lasting.Unseen(lost);
        };
    }

    /** The names below a folder; those of folders end with a slash. */
    public Answer list(String folder, Deadline deadline) {
        return vault.list(mount + "/metadata/" + folder, deadline);
    }

    /** Irreversible. Naming a version twice is as good as once. */
    public Answer destroy(String path, List<Long> versions, Deadline deadline) {
        var body = VaultGateway.object();
        var list = body.putArray("versions");
        versions.forEach(list::add);
        return destroyer.write(mount + "/destroy/" + path, body, deadline);
    }
}
