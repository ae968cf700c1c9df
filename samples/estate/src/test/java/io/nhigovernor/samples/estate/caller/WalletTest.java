package io.nhigovernor.samples.estate.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalletTest {
    private static final TargetId TARGET = new TargetId("secret/one", "one");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path home;

    @BeforeEach
    void deliverTheFirst() throws IOException {
        point("hmac:first");
    }

    private void point(String fingerprint) throws IOException {
        var pointer = DeliveredFiles.pointerOf(home, TARGET);
        var folder = Files.createDirectories(pointer.resolveSibling("v-" + fingerprint.replace(':', '-')));
        Files.writeString(folder.resolve("fingerprint"), fingerprint);
        Files.writeString(folder.resolve("secret"), "value of " + fingerprint);
        var link = pointer.resolveSibling("next");
        Files.createSymbolicLink(link, folder.getFileName());
        Files.move(link, pointer, StandardCopyOption.ATOMIC_MOVE);
    }

    private Wallet wallet(Reload reload) {
        var delivered = new DeliveredFiles(
                home, TARGET, CredentialKind.SECRET, (SSLSocketFactory) SSLSocketFactory.getDefault());
        return new Wallet(delivered, reload, Duration.ofMillis(1_500));
    }

    private static String shows(Wallet wallet, long millis, boolean frozen) throws IOException {
        return wallet.at(START.plusMillis(millis), frozen).fingerprint().value();
    }

    private static String shows(Wallet wallet, long millis) throws IOException {
        return shows(wallet, millis, false);
    }

    @Test
    void aWatcherSeesTheMoveBeforeItsNextCall() throws IOException {
        var wallet = wallet(Reload.WATCH);
        assertThat(shows(wallet, 0)).isEqualTo("hmac:first");
        point("hmac:second");
        assertThat(shows(wallet, 1)).isEqualTo("hmac:second");
    }

    @Test
    void aPollerLooksOnceASecond() throws IOException {
        var wallet = wallet(Reload.POLL);
        assertThat(shows(wallet, 0)).isEqualTo("hmac:first");
        point("hmac:second");
        assertThat(shows(wallet, 999)).isEqualTo("hmac:first");
        assertThat(shows(wallet, 1_000)).isEqualTo("hmac:second");
    }

    @Test
    void aDeployFollowsTheMoveLaterAndReadsWhatIsThereThen() throws IOException {
        var wallet = wallet(Reload.DEPLOY);
        assertThat(shows(wallet, 0)).isEqualTo("hmac:first");
        point("hmac:second");
        assertThat(shows(wallet, 100)).isEqualTo("hmac:first");
        assertThat(shows(wallet, 1_599)).isEqualTo("hmac:first");
        point("hmac:third");
        assertThat(shows(wallet, 1_600)).isEqualTo("hmac:third");
        assertThat(shows(wallet, 9_000)).isEqualTo("hmac:third");
        point("hmac:first");
        assertThat(shows(wallet, 10_000)).isEqualTo("hmac:third");
        assertThat(shows(wallet, 11_500)).isEqualTo("hmac:first");
    }

    @Test
    void aNightlyJobReadsAfreshAtEachRun() throws IOException {
        var wallet = wallet(Reload.NIGHTLY);
        assertThat(shows(wallet, 0)).isEqualTo("hmac:first");
        point("hmac:second");
        assertThat(shows(wallet, 2_000)).isEqualTo("hmac:second");
    }

    @Test
    void aFrozenCallerKeepsWhatItHas() throws IOException {
        var wallet = wallet(Reload.WATCH);
        assertThat(shows(wallet, 0, true)).isEqualTo("hmac:first");
        point("hmac:second");
        assertThat(shows(wallet, 60_000, true)).isEqualTo("hmac:first");
        assertThat(shows(wallet, 60_001, false)).isEqualTo("hmac:second");
    }

    @Test
    void aDeliveryThatWentAwayLeavesTheLastCredentialInUseButNothingCannotBeUsed() throws IOException {
        var wallet = wallet(Reload.WATCH);
        assertThat(shows(wallet, 0)).isEqualTo("hmac:first");
        Files.delete(DeliveredFiles.pointerOf(home, TARGET));
        assertThat(shows(wallet, 1)).isEqualTo("hmac:first");
        assertThatThrownBy(() -> wallet(Reload.WATCH).at(START, false)).isInstanceOf(IOException.class);
    }
}
