package io.nhigovernor.connectors.local;

import io.nhigovernor.connectors.local.accept.AcceptStore;
import io.nhigovernor.connectors.local.files.DeliveredFiles;
import io.nhigovernor.connectors.local.files.FileLocks;
import io.nhigovernor.connectors.local.files.FileNames;
import io.nhigovernor.connectors.local.files.ValueStore;
import io.nhigovernor.connectors.local.jose.SigningKeys;
import io.nhigovernor.connectors.local.x509.LocalCertificateAuthority;
import io.nhigovernor.connectors.parts.files.AtomicFiles;
import io.nhigovernor.connectors.parts.keys.StoreKey;
import io.nhigovernor.connectors.parts.keys.StoreKey.WrongKeyException;
import io.nhigovernor.connectors.parts.keys.StoreKeys;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything under one opened home directory. Several may be open at once, in several processes. */
record LocalHome(
        LocalConfiguration configuration,
        InstantSource clock,
        StoreKey key,
        FileLocks locks,
        AcceptStore accepts,
        ValueStore values,
        DeliveredFiles delivered,
        LocalCertificateAuthority authority) {
    static final String AUTHORITY_LOCK = "authority";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static LocalHome open(Map<String, String> section, InstantSource clock) {
        return open(section, clock, System::getenv);
    }

    /** @throws IllegalArgumentException naming what is wrong with the section or the key */
    static LocalHome open(
            Map<String, String> section, InstantSource clock, Function<String, @Nullable String> environment) {
        var configuration = LocalConfiguration.of(section);
        var home = configuration.home();
        var store = home.resolve("store");
        try {
            AtomicFiles.directories(home, AtomicFiles.OPEN_DIRECTORY);
            AtomicFiles.directories(store, AtomicFiles.OWNER_DIRECTORY);
            var locks = new FileLocks(home.resolve("locks"));
            try (var held = locks.acquire(AUTHORITY_LOCK, PATIENCE)
                    .orElseThrow(() -> new IOException("another process holds the lock of " + home))) {
                var key = StoreKeys.load(configuration.key(), environment);
                StoreCheck.check(store, key);
                return new LocalHome(
                        configuration,
                        clock,
                        key,
                        locks,
                        new AcceptStore(home.resolve("accept"), SigningKeys::jwks),
                        new ValueStore(store.resolve("values"), key),
                        new DeliveredFiles(home.resolve("delivered")),
                        LocalCertificateAuthority.open(
                                home.resolve("ca"),
                                store.resolve("authority"),
                                key,
                                configuration.trustDomain(),
                                clock));
            }
        } catch (WrongKeyException e) {
            throw new IllegalArgumentException("the authority's key was " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("connector local cannot open its home " + home, e);
        }
    }

    static String acceptLock(String credential) {
        return "accept-" + FileNames.of(credential);
    }

    static String targetLock(TargetId target) {
        return "target-" + FileNames.of(target.credential()) + "@" + FileNames.of(target.identity());
    }
}
