package io.nhigovernor.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The one Vault of a run, and governors started against it one after the other. */
final class Bench {
    private static final Duration PATIENCE = Duration.ofMinutes(25);
    /** Until callers were heard for as long as the ring plan compares with. */
    private static final Duration PAST = Duration.ofSeconds(3);

    private final BenchedVault vault;
    private final Path folder;
    private final String token;
    private final Map<String, String> section;
    private int governors;

    Bench(BenchedVault vault, Path folder) throws IOException {
        this.vault = vault;
        this.folder = folder;
        section = new TreeMap<>(vault.section(Kind.Mounts.GOVERNOR));
        token = java.nio.file.Files.readString(Path.of(section.get("tokenFile")));
    }

    BenchedVault vault() {
        return vault;
    }

    static void say(String text) {
        System.err.println(Instant.now().toString().substring(11, 19) + " " + text);
    }

    /** A governor on data of its own, which hears Vault's audit log from here on. */
    BenchedGovernor governor() throws IOException, InterruptedException {
        var own = folder.resolve("governor-" + ++governors);
        java.nio.file.Files.createDirectories(own.resolve("positions"));
        var heard = new TreeMap<>(section);
        heard.put("auditDevices", vault.auditDevices());
        heard.put("auditCheckpoints", own.resolve("positions").toString());
        return new BenchedGovernor(own, heard);
    }

    /** Makes these targets at Vault and brings them under the connector. @return the generation each has first */
    SortedMap<String, String> enrolled(Targets targets, Kind.Mounts mounts) throws IOException {
        if (targets.kind() == Kind.APPROLE) {
            vault.roles(mounts, targets);
        }
        var own = mounts.equals(Kind.Mounts.GOVERNOR) ? section : vault.section(mounts);
        return Enrolling.all(own, targets.credentials(mounts, vault.address()));
    }

    /** What one whole rotation was. @param requests of each shape @param logged length of the audit log before */
    record Rotated(Phases phases, Duration whole, SortedMap<String, Integer> requests, Memory memory) {}

    Rotated rotate(BenchedGovernor governor, Targets targets, boolean countRequests)
            throws IOException, InterruptedException {
        var priors = enrolled(targets, Kind.Mounts.GOVERNOR);
        governor.apply(targets, targets.credentials(Kind.Mounts.GOVERNOR, vault.address()), "PT1S");
        try (var callers = new Callers(governor, targets, priors)) {
            TimeUnit.NANOSECONDS.sleep(PAST.toNanos());
            var id = governor.propose(targets);
            callers.follow(id);
            long logged = Audited.size(vault.auditLog());
            var started = Instant.now();
            governor.start(id);
            var ended = ended(governor, callers, id);
            var whole = Duration.between(started, Instant.now());
            if (!ended.equals("COMPLETED")) {
                throw new IOException(id + " ended " + ended);
            }
            return new Rotated(
                    Phases.of(started, governor.moves(id)),
                    whole,
                    countRequests ? Audited.counted(vault.auditLog(), logged) : new TreeMap<>(),
                    governor.memory());
        }
    }

    private static String ended(BenchedGovernor governor, Callers callers, String id)
            throws IOException, InterruptedException {
        try {
            return governor.awaitEnd(id, callers, PATIENCE);
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + ": " + callers.onCandidate() + " pointers show the candidate; the governor needed "
                            + governor.memory(),
                    e);
        }
    }

    /** One target is rotated while Vault writes down every request in clear. */
    Recording record(BenchedGovernor governor, Targets one) throws IOException, InterruptedException {
        var raw = vault.recordRaw();
        var started = Instant.now();
        var priors = enrolled(one, Kind.Mounts.GOVERNOR);
        governor.apply(one, one.credentials(Kind.Mounts.GOVERNOR, vault.address()), "PT1S");
        try (var callers = new Callers(governor, one, priors)) {
            TimeUnit.NANOSECONDS.sleep(PAST.toNanos());
            var id = governor.propose(one);
            callers.follow(id);
            started = Instant.now();
            governor.start(id);
            var ended = governor.awaitEnd(id, callers, PATIENCE);
            vault.stopRecording();
            if (!ended.equals("COMPLETED")) {
                throw new IOException(id + " ended " + ended);
            }
            var moves = governor.moves(id);
            return Recording.of(
                    raw,
                    one.identities().getFirst(),
                    token,
                    started,
                    Move.first(moves, "CHANGE", "DISABLING"),
                    Move.first(moves, "CHANGE", "RETIRING"));
        } finally {
            if (!Boolean.getBoolean("keep")) java.nio.file.Files.deleteIfExists(raw);
        }
    }
}
