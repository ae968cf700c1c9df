package io.nhigovernor.governor.store.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.ledger.LedgerVerifier;
import io.nhigovernor.governor.ledger.SignedCheckpoint;
import io.nhigovernor.governor.ledger.Trust;
import io.nhigovernor.governor.ledger.Verification;
import io.nhigovernor.governor.ledger.Verification.Broken;
import io.nhigovernor.governor.ledger.Verification.Verified;
import io.nhigovernor.governor.store.Commits;
import io.nhigovernor.governor.store.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerExportTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private final MemoryStore store = new MemoryStore();
    private LedgerKey key;

    @BeforeEach
    void fillTheLedger() {
        key = LedgerKey.openOrCreate(folder.resolve("key"));
        for (int i = 1; i <= 5; i++) {
            store.commit(Commits.with().entry("s-" + i + " \ufffd 😀").done());
        }
    }

    @Test
    void anExportVerifiesWithThePinnedKeyOnly() throws IOException {
        byte[] export = export(0);
        assertThat(verify(export, Trust.pinned(key.verificationKey())))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified ->
                                assertThat(verified.last().checkpoint().size()).isEqualTo(5));
        LedgerKey other = LedgerKey.openOrCreate(folder.resolve("other"));
        assertThat(verify(export, Trust.pinned(other.verificationKey()))).isInstanceOf(Broken.class);
    }

    @Test
    void aFlippedBitAnywhereIsBroken() throws IOException {
        for (byte[] export : new byte[][] {export(0), export(3)}) {
            for (int at = 0; at < export.length; at++) {
                assertBroken(export, at, 1 << (at % 8));
            }
        }
    }

    @Test
    void anyOtherByteAnywhereIsBroken() throws IOException {
        byte[] export = export(0);
        Random random = new Random(7);
        for (int i = 0; i < 3000; i++) {
            assertBroken(export, random.nextInt(export.length), 1 + random.nextInt(255));
        }
        for (int at = 0; at < export.length; at++) {
            if (export[at] == '\n') {
                assertBroken(export, at, '\n' ^ '\r');
            }
        }
    }

    @Test
    void anExportCutAnywhereOrFollowedByAnythingIsBroken() throws IOException {
        byte[] export = export(0);
        for (int length = 0; length < export.length; length++) {
            assertThat(verify(Arrays.copyOf(export, length), Trust.NOTHING))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(Broken.class);
        }
        for (int extra = 0; extra < 256; extra++) {
            byte[] longer = Arrays.copyOf(export, export.length + 1);
            longer[export.length] = (byte) extra;
            assertThat(verify(longer, Trust.NOTHING)).as("byte %d", extra).isInstanceOf(Broken.class);
        }
    }

    @Test
    void aLaterExportContinuesAnEarlierOne() throws IOException {
        SignedCheckpoint earlier =
                LedgerExport.write(store, key, new ByteArrayOutputStream(), new ExportOptions("here", 0, NOON));
        for (int i = 0; i < 2500; i++) {
            store.commit(Commits.with().entry("more").done());
        }
        Trust trust = new Trust(Optional.of(key.verificationKey()), Optional.of(earlier));
        assertThat(verify(export(5), trust)).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.since()).isEqualTo(5);
            assertThat(verified.last().checkpoint().size()).isEqualTo(2505);
        });
        assertThat(verify(export(1500), Trust.NOTHING)).isInstanceOf(Verified.class);
        assertThatThrownBy(() -> export(2506)).hasMessageContaining("the ledger has 2505 entries");
    }

    private void assertBroken(byte[] export, int at, int bits) {
        byte[] flipped = export.clone();
        flipped[at] ^= (byte) bits;
        assertThat(verify(flipped, Trust.NOTHING))
                .as("bits %d at byte %d: %s", bits, at, new String(flipped, StandardCharsets.UTF_8))
                .isInstanceOf(Broken.class);
    }

    private byte[] export(long since) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LedgerExport.write(store, key, out, new ExportOptions("here", since, NOON));
        return out.toByteArray();
    }

    private static Verification verify(byte[] export, Trust trust) {
        return LedgerVerifier.verify(new ExportLines(new ByteArrayInputStream(export)), trust);
    }
}
