package io.nhigovernor.governor.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelectorsTest {
    private static final Map<String, String> BILLING = Map.of("family", "secret", "ring", "0");

    @Test
    void allGivenLabelsMustBeThere() {
        assertThat(selects(Selector.labels(Map.of("family", "secret")), "a", BILLING))
                .isTrue();
        assertThat(selects(Selector.labels(Map.of("family", "secret", "ring", "1")), "a", BILLING))
                .isFalse();
        assertThat(selects(Selector.labels(Map.of("zone", "x")), "a", BILLING)).isFalse();
    }

    @Test
    void anEmptySelectorSelectsNothing() {
        assertThat(selects(Selector.ids(List.of()), "a", BILLING)).isFalse();
    }

    @Test
    void labelsListAndShareMustAllBeMet() {
        var selector = new Selector(new TreeMap<>(Map.of("ring", "0")), List.of("a", "b"), Optional.of(100));
        assertThat(selects(selector, "a", BILLING)).isTrue();
        assertThat(selects(selector, "c", BILLING)).isFalse();
        assertThat(selects(selector, "a", Map.of())).isFalse();
    }

    @Test
    void aShareIsAboutThatShareOfAll() {
        assertThat(members(10, 10_000).size()).isBetween(900, 1_100);
        assertThat(members(100, 500)).hasSize(500);
    }

    @Test
    void membershipStaysWhenOthersComeAndALargerShareContainsASmaller() {
        assertThat(members(10, 2_000)).containsAll(members(10, 1_000));
        Set<String> added = members(10, 2_000);
        added.removeAll(members(10, 1_000));
        assertThat(added).allMatch(id -> Integer.parseInt(id.substring(3)) >= 1_000);
        assertThat(members(50, 1_000)).containsAll(members(10, 1_000));
    }

    @Test
    void twoPlansDoNotBeginWithTheSameMembers() {
        Set<String> other = IntStream.range(0, 1_000)
                .mapToObj(index -> "id-" + index)
                .filter(id -> Selectors.share("other", id) < 10)
                .collect(Collectors.toSet());
        assertThat(members(10, 1_000)).isNotEqualTo(other);
    }

    private static Set<String> members(int percent, int count) {
        var matching = Selectors.matching(new Selector(new TreeMap<>(), List.of(), Optional.of(percent)), "plan");
        return IntStream.range(0, count)
                .mapToObj(index -> "id-" + index)
                .filter(id -> matching.test(id, Map.of()))
                .collect(Collectors.toSet());
    }

    private static boolean selects(Selector selector, String id, Map<String, String> labels) {
        return Selectors.matching(selector, "plan").test(id, labels);
    }
}
