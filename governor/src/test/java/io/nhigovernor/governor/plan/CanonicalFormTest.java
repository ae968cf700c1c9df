package io.nhigovernor.governor.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalFormTest {
    @Test
    void fieldsStandInTheOrderOfTheirNames() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("b", List.of(1, true, 0.001));
        tree.put("a", Map.of("x", "y"));
        assertThat(CanonicalForm.text(tree)).isEqualTo("{\"a\":{\"x\":\"y\"},\"b\":[1,true,0.001]}");
    }

    @Test
    void textCannotPretendToBeStructure() {
        assertThat(CanonicalForm.text(List.of("a\",\"b"))).isEqualTo("[\"a\\\",\\\"b\"]");
        assertThat(CanonicalForm.text("\n\\\u0001")).isEqualTo("\"\\u000a\\\\\\u0001\"");
    }
}
