package io.nhigovernor.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "payments/api-1", "a.b/..c", "...", "_", "-/.hidden"})
    void aNameIsMadeOfPartsBetweenSlashes(String name) {
        assertThat(Names.valid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "a b",
                "a\n",
                "/etc/passwd",
                "a/",
                "a//b",
                ".",
                "..",
                "../../etc/passwd",
                "a/../b",
                "a/.",
                "./a"
            })
    void aNameNeverLeadsOutOfWhereItBelongs(String name) {
        assertThat(Names.valid(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 200})
    void aNameHasUpTo200Characters(int length) {
        assertThat(Names.valid("a".repeat(length))).isTrue();
        assertThat(Names.valid("a".repeat(201))).isFalse();
    }
}
