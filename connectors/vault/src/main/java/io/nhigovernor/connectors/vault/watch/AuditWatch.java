package io.nhigovernor.connectors.vault.watch;

import io.nhigovernor.connectors.vault.audit.AuditCounters;
import io.nhigovernor.connectors.vault.audit.AuditSource;
import io.nhigovernor.connectors.vault.audit.Device;
import io.nhigovernor.connectors.vault.audit.Incidents;
import io.nhigovernor.connectors.vault.audit.OwnRequests;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import io.nhigovernor.connectors.vault.tail.LogTail;
import io.nhigovernor.spi.SignalSource;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The audit devices of this Vault, read as one source. */
public final class AuditWatch implements SignalSource {
    private static final System.Logger LOG = System.getLogger(AuditWatch.class.getName());

    private final String name;
    private final VaultGateway vault;
    private final List<Device> devices;
    private final KnownSecretIds secretIds;
    private final PinnedFetches pinned;
    private final InstantSource clock;

    public AuditWatch(
            String name,
            VaultGateway vault,
            List<Device> devices,
            KnownSecretIds secretIds,
            PinnedFetches pinned,
            InstantSource clock) {
        this.name = name;
        this.vault = vault;
        this.devices = List.copyOf(devices);
        this.secretIds = secretIds;
        this.pinned = pinned;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AutoCloseable subscribe(Sink sink) {
        var closing = new CountDownLatch(1);
        var hashes = new DeviceHashes(vault, devices.stream().map(Device::name).toList());
        var pulse = new Pulse(vault, hashes, closing);
        // Whose calls are ours should be known before the first line is read; without Vault there are no lines either.
        pulse.beat();
        var reading = new AuditSource(new AuditSource.Parts(
                        name,
                        devices,
                        secretIds,
                        secretIds,
                        new OwnRequests(pulse::tokens),
                        pinned,
                        new Told(name),
                        new AuditCounters(),
                        clock))
                .subscribe(sink);
        var beating = Thread.ofPlatform().name("pulse-" + name).daemon().start(pulse);
        return () -> {
            closing.countDown();
            reading.close();
            beating.join(java.time.Duration.ofSeconds(5));
        };
    }

    /** Into the log, for people. */
    private record Told(String source) implements Incidents {
        @Override
        public void gap(String device, LogTail.Gap why) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: lines of audit device {1} are missing: {2}",
                    source,
                    device,
                    why);
        }

        @Override
        public void unreadable(String device, String why) {
            LOG.log(System.Logger.Level.WARNING, "{0}: audit device {1} cannot be read: {2}", source, device, why);
        }

        @Override
        public void ended(RuntimeException why) {
            LOG.log(System.Logger.Level.ERROR, source + ": reading ended by a bug; the source is blind", why);
        }
    }
}
