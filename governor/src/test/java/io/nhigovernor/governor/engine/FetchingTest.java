package io.nhigovernor.governor.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetchingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "********",
                "xxxxxxxxxxxxxxxxxxxxxxxx",
                "<redacted>",
                "[REDACTED]",
                "(hidden)",
                "--masked--"
            })
    void whatStandsInThePlaceOfAValueIsNoValue(String shown) {
        assertThat(Fetching.placeholder(shown.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2hunter2", "redacted-9f8e7d6c5b4a", "correct horse battery staple", "12345678"})
    void aValueIsAValueHoweverPoor(String shown) {
        assertThat(Fetching.placeholder(shown.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
}
