package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Strict reading of JSON objects, field by field. */
final class Fields {
    private Fields() {}

    /** Takes one field, the parser standing at its value. */
    interface Field {
        void take(String name, JsonParser value) throws IOException, BadLine;
    }

    /** Hands over each field of the object the parser stands at; none may come twice. */
    static void each(JsonParser json, String what, Field field) throws IOException, BadLine {
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!names.add(name)) {
                throw new BadLine(what + " has '" + name + "' twice");
            }
            json.nextToken();
            field.take(name, json);
        }
    }

    static void require(JsonParser json, JsonToken token, String what, String wanted) throws BadLine {
        if (json.currentToken() != token) {
            throw new BadLine(what + " must be " + wanted);
        }
    }

    static String string(String what, JsonParser json) throws IOException, BadLine {
        require(json, JsonToken.VALUE_STRING, what, "a string");
        return json.getText();
    }

    static List<String> strings(String what, JsonParser json) throws IOException, BadLine {
        require(json, JsonToken.START_ARRAY, what, "a list of strings");
        List<String> strings = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            strings.add(string("each of " + what, json));
        }
        return strings;
    }

    static boolean bool(String what, JsonParser json) throws BadLine {
        if (json.currentToken() == JsonToken.VALUE_TRUE || json.currentToken() == JsonToken.VALUE_FALSE) {
            return json.currentToken() == JsonToken.VALUE_TRUE;
        }
        throw new BadLine(what + " must be true or false");
    }

    static double number(String what, JsonParser json) throws IOException, BadLine {
        if (json.currentToken() == null || !json.currentToken().isNumeric()) {
            throw new BadLine(what + " must be a number");
        }
        return json.getDoubleValue();
    }
}
