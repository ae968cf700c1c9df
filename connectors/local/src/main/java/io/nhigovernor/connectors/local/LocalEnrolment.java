package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.files.ValueStore.Value;
import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.connectors.parts.keys.EcKeys;
import io.nhigovernor.connectors.parts.keys.Pem;
import io.nhigovernor.connectors.parts.keys.UnusableMaterialException;
import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Target;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a credential under the local connector: makes its first generation, keeps it for every holder, accepts it, and
 * points every delivery at it. All holders of a shared credential get the same value. After a crash, enrolling again completes
 * what was begun.
 */
public final class LocalEnrolment implements Enrolment {
    private static final String INTENT = "enrolment";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LocalHome home;

    private LocalEnrolment(LocalHome home) {
        this.home = home;
    }

    /**
     * @param configuration the same section that the connector is opened with
     * @throws IllegalArgumentException naming every unknown or unusable key at once
     */
    public static LocalEnrolment open(Map<String, String> configuration) {
        return new LocalEnrolment(LocalHome.open(configuration, InstantSource.system()));
    }

    static LocalEnrolment in(LocalHome home) {
        return new LocalEnrolment(home);
    }

    @Override
    public Result enrol(Credential credential) {
        var problems = new LocalConnectorFactory().problems(credential);
        if (!problems.isEmpty()) {
            return new Result.Refused(credential.id() + ": " + problems);
        }
        try (var held = home.locks()
                .acquire(LocalHome.acceptLock(credential.id()), PATIENCE)
                .orElse(null)) {
            return held == null
                    ? new Result.Failed(credential.id() + " is being changed by somebody else")
                    : enrolLocked(credential);
        } catch (IOException e) {
            return new Result.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Result enrolLocked(Credential credential) throws IOException {
        var begun = home.accepts().read(credential.id());
        if (begun.filter(document -> !unmoved(document)).isPresent()) {
            return new Result.Already();
        }
        var first = begun.isPresent() ? begun.get().generations().getFirst().fingerprint() : accept(credential);
        int pointed = 0;
        for (var holder : credential.holders()) {
            pointed += point(credential, holder, first) ? 1 : 0;
        }
        return begun.isPresent() && pointed == 0 ? new Result.Already() : new Result.Enrolled(first, Origin.MADE);
    }

    /** Whether nothing happened to it since its enrolment. */
    private static boolean unmoved(AcceptDocument document) {
        return document.generations().size() == 1
                && document.generations().getFirst().attempt().isEmpty();
    }

    private Fingerprint accept(Credential credential) throws IOException {
        var form = Form.of(credential.kind(), home);
        try (var made = form.make()) {
            var fingerprint = form.fingerprint(made);
            var admission = form.admission(credential, made);
            try (var complete = form.complete(made, admission.evidence())) {
                keep(credential, fingerprint, complete);
            }
            home.accepts()
                    .write(AcceptDocument.enrolled(
                            credential,
                            fingerprint,
                            home.clock().instant(),
                            admission.validity(),
                            admission.evidence()));
            return fingerprint;
        } catch (UnusableMaterialException e) {
            throw new IllegalStateException("a fresh value is always usable", e);
        }
    }

    private void keep(Credential credential, Fingerprint fingerprint, Material material) throws IOException {
        for (var holder : credential.holders()) {
            var target = new TargetId(credential.id(), holder);
            // What an enrolment that crashed before its accept document left here was never accepted anywhere.
            for (var abandoned : home.values().kept(target)) {
                home.values().remove(target, abandoned);
            }
            home.values().put(target, new Value(fingerprint, Optional.empty(), material));
        }
    }

    private boolean point(Credential credential, String holder, Fingerprint first) throws IOException {
        var target = new Target(credential, holder);
        var delivery = new LocalDelivery(home);
        if (home.delivered().current(target.id()).isPresent()) {
            return false;
        }
        var call = new Call(INTENT, INTENT, PATIENCE);
        var outcome = delivery.promote(target, first, new Version(0), call);
        if (!(outcome instanceof Outcome.Applied)) {
            throw new IOException("pointing " + target.id() + " at its first generation: " + outcome);
        }
        return true;
    }

    /**
     * Writes {@code key.pem} and {@code chain.pem} of a fresh server certificate for {@code localhost} and {@code 127.0.0.1},
     * and {@code ca.pem}, by which services of this machine serve TLS.
     */
    public void issueServerCertificate(Path directory) throws IOException {
        AtomicFiles.directories(directory, AtomicFiles.OWNER_DIRECTORY);
        try (var made = EcKeys.generate()) {
            var leaf = home.authority()
                    .signServer(
                            EcKeys.publicKey(made.publicPart()),
                            home.configuration().certificateLifetime());
            var key = made.secret().use(der -> Pem.bytesOf(Pem.PRIVATE_KEY, der));
            AtomicFiles.write(directory.resolve("key.pem"), key, AtomicFiles.OWNER);
            Arrays.fill(key, (byte) 0);
            for (var file : List.of(
                    Map.entry("chain.pem", leaf.chain()),
                    Map.entry("ca.pem", home.authority().certificatePem()))) {
                AtomicFiles.write(
                        directory.resolve(file.getKey()),
                        file.getValue().getBytes(StandardCharsets.US_ASCII),
                        AtomicFiles.EVERYONE);
            }
        } catch (UnusableMaterialException e) {
            throw new IllegalStateException("a fresh key is always usable", e);
        }
    }
}
