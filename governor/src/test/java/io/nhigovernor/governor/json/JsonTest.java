package io.nhigovernor.governor.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {
    private sealed interface Shape {
        record Round(Duration age, Optional<Instant> at) implements Shape {}

        record Flat() implements Shape {}
    }

    private record Box(Shape shape, Shape.Round known) {}

    @Test
    void aSealedValueCarriesItsCaseAndComesBackEqual() {
        var box = new Box(new Shape.Flat(), new Shape.Round(Duration.ofSeconds(3), Optional.empty()));
        String json = Json.write(box);
        assertThat(json).contains("\"type\":\"Flat\"");
        assertThat(Json.read(json, Box.class)).isEqualTo(box);
    }

    @Test
    void gatesAndOutcomesComeBackEqual() {
        assertThat(Json.read(Json.write(Gate.defaults()), Gate.class)).isEqualTo(Gate.defaults());
        Outcome busy = Outcome.NotApplied.busy("later", Duration.ofMillis(20));
        assertThat(Json.read(Json.write(busy), Outcome.class)).isEqualTo(busy);
    }

    @Test
    void anUnknownOrRepeatedFieldIsAnError() {
        assertThatThrownBy(() -> Json.read("{\"age\":\"PT1S\",\"at\":null,\"x\":1}", Shape.Round.class))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageContaining("Duplicate");
    }
}
