package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.CredentialKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidateMintTest {
    private final CandidateMint mint = new CandidateMint();

    @ParameterizedTest
    @EnumSource(names = {"SECRET", "OIDC_SECRET", "APPROLE", "DATABASE"})
    void aSharedSecretAndTheLabelOfADatabaseRoleAre256BitsAsText(CredentialKind kind) {
        try (var made = mint.make(kind);
                var another = mint.make(kind)) {
            String text = made.secret().use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
            assertThat(Base64.getUrlDecoder().decode(text)).hasSize(32);
            assertThat(made.publicPart()).isEmpty();
            assertThat(made.secret().sameAs(another.secret())).isFalse();
        }
    }

    @Test
    void aKeyIsStagedWithItsPublicHalf() {
        try (var made = mint.make(CredentialKind.CERTIFICATE)) {
            assertThat(made.publicPart().orElseThrow()).startsWith("-----BEGIN PUBLIC KEY-----");
        }
    }
}
