package io.nhigovernor.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretTest {
    private static final byte[] VALUE = "correct-horse".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aSecretPrintsAsAPlaceholderAlsoInsideItsMaterial() {
        try (var material = Material.ofSecret(Secret.copyOf(VALUE))) {
            assertThat(material.secret().toString()).isEqualTo("<secret>");
            assertThat(material.toString()).doesNotContain("correct-horse");
        }
    }

    @Test
    void aClosedSecretGivesNothingAway() {
        var secret = Secret.copyOf(VALUE);
        secret.close();
        assertThatThrownBy(() -> secret.use(bytes -> bytes.length)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCopyOutlivesItsOriginal() {
        var secret = Secret.copyOf(VALUE);
        try (var copy = secret.copy();
                var same = Secret.copyOf(VALUE)) {
            secret.close();
            assertThat(copy.sameAs(same)).isTrue();
        }
    }
}
