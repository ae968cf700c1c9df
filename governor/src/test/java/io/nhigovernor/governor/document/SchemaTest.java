package io.nhigovernor.governor.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.plan.Document.Kind;
import io.nhigovernor.spi.Names;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    @ParameterizedTest
    @CsvSource({
        "Identity, '', IDENTITY",
        "Credential, '', CREDENTIAL",
        "Credential, /$defs/relyingParty, RELYING_PARTY",
        "RingPlan, '', RING_PLAN",
        "RingPlan, /$defs/credentialSelector, CREDENTIAL_SELECTOR",
        "RingPlan, /$defs/identitySelector, IDENTITY_SELECTOR",
        "RingPlan, /$defs/waiver, WAIVER",
        "RingPlan, /$defs/ring, RING",
        "RingPlan, /$defs/gate, GATE",
        "RingPlan, /$defs/excess, EXCESS",
        "RingPlan, /$defs/probation, PROBATION",
        "Schedule, '', SCHEDULE",
        "Schedule, /$defs/window, WINDOW"
    })
    void aSchemaHasTheFieldsItsReaderReads(String kind, String pointer, Shape shape) throws IOException {
        JsonNode object = schema(kind).at(pointer);
        assertThat(texts(object.path("properties").fieldNames())).containsExactlyInAnyOrderElementsOf(shape.all());
        List<String> required = new ArrayList<>();
        object.path("required").forEach(name -> required.add(name.asText()));
        assertThat(required).containsExactlyInAnyOrderElementsOf(shape.required());
        assertThat(object.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindHasASchemaOfItsName(Kind kind) throws IOException {
        assertThat(schema(kind.word()).at("/properties/kind/const").asText()).isEqualTo(kind.word());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "payments/api-1", ".../..a", "", "A", "/a", "a/", "a//b", "..", "../../etc/passwd", "a/."})
    void aSchemaAllowsTheNamesTheReaderAllows(String name) throws IOException {
        for (Kind kind : Kind.values()) {
            Pattern pattern = Pattern.compile(
                    schema(kind.word()).at("/$defs/name/pattern").textValue());
            assertThat(pattern.matcher(name).find()).isEqualTo(Names.valid(name));
        }
    }

    private static JsonNode schema(String kind) throws IOException {
        try (InputStream packaged = SchemaTest.class.getResourceAsStream("/schemas/" + kind + ".schema.json")) {
            assertThat(packaged).isNotNull();
            return Json.parse(packaged.readAllBytes());
        }
    }

    private static List<String> texts(Iterator<String> names) {
        List<String> texts = new ArrayList<>();
        names.forEachRemaining(texts::add);
        return texts;
    }
}
