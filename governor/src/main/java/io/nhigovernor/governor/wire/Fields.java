package io.nhigovernor.governor.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object read strictly: every problem goes onto one list, reading goes on, and {@link #end} names each field
 * nobody asked for together with the nearest known one. A required field that is missing reads as a stand-in, which never
 * leaves the reader because the list is not empty then.
 */
public final class Fields {
    private final JsonNode node;
    private final String path;
    private final Codes codes;
    private final List<Problem> problems;
    private final Set<String> known = new LinkedHashSet<>();

    /** The codes one family of readers reports under. */
    public record Codes(String unknownField, String missingField, String badValue) {}

    private Fields(JsonNode node, String path, Codes codes, List<Problem> problems) {
        this.node = node;
        this.path = path;
        this.codes = codes;
        this.problems = problems;
    }

    /** @param path of this object, empty at the top */
    public static Fields of(JsonNode node, String path, Codes codes, List<Problem> problems) {
        if (!node.isObject()) {
            problems.add(Problem.ofField(
                    codes.badValue(),
                    path,
                    (path.isEmpty() ? "the body" : path) + " must be an object",
                    "Write it as { … }."));
        }
        return new Fields(node, path, codes, problems);
    }

    public boolean has(String name) {
        known.add(name);
        return node.has(name) && !node.get(name).isNull();
    }

    /** A text of 1 to {@code most} characters that holds no control or direction characters. */
    public Optional<String> optionalText(String name, int most) {
        return raw(name, most).flatMap(text -> {
            if (text.codePoints().anyMatch(Text::steers)) {
                bad(name, "must not hold control or direction characters", "Remove line breaks and escapes.");
                return Optional.empty();
            }
            return Optional.of(text);
        });
    }

    public String text(String name, int most) {
        return required(name, optionalText(name, most), "");
    }

    /** A text of 1 to {@code most} characters of any kind, such as the content of a file. */
    public Optional<String> raw(String name, int most) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = node.get(name);
        if (!value.isTextual()) {
            bad(name, "must be a text", "Write it in quotes.");
            return Optional.empty();
        }
        if (value.textValue().isBlank() || value.textValue().length() > most) {
            bad(name, "must have 1 to " + most + " characters", "Fill it in, or shorten it.");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type, boolean lowerCase) {
        return optionalText(name, 100).flatMap(text -> {
            List<String> allowed = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                String written = lowerCase ? constant.name().toLowerCase(java.util.Locale.ROOT) : constant.name();
                if (written.equals(text)) {
                    return Optional.of(constant);
                }
                allowed.add(written);
            }
            bad(name, "must be one of " + String.join(", ", allowed), meant(text, allowed));
            return Optional.empty();
        });
    }

    public Optional<Instant> optionalInstant(String name) {
        return optionalText(name, 40).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                bad(name, "must be an instant", "Write it as in RFC 3339, such as 2026-11-21T03:04:05Z.");
                return Optional.empty();
            }
        });
    }

    /** A positive ISO 8601 duration. */
    public Optional<Duration> optionalDuration(String name) {
        return optionalText(name, 40).flatMap(text -> {
            try {
                Duration duration = Duration.parse(text);
                if (duration.isPositive()) {
                    return Optional.of(duration);
                }
            } catch (DateTimeException e) {
                // Said below, together with durations that are not positive.
            }
            bad(name, "must be a positive duration", "Write it as in ISO 8601, such as PT8S or PT15M.");
            return Optional.empty();
        });
    }

    public Optional<Integer> optionalWhole(String name, int least, int most) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode value = node.get(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            bad(name, "must be a whole number from " + least + " to " + most, "Correct the number.");
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    public Optional<Boolean> optionalFlag(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!node.get(name).isBoolean()) {
            bad(name, "must be true or false", "Write it without quotes.");
            return Optional.empty();
        }
        return Optional.of(node.get(name).booleanValue());
    }

    public List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode member : array(name)) {
            if (!member.isTextual()
                    || member.textValue().isBlank()
                    || member.textValue().length() > most) {
                bad(name, "must be a list of texts of 1 to " + most + " characters", "Write each in quotes.");
                return List.of();
            }
            texts.add(member.textValue());
        }
        return texts;
    }

    public Optional<Fields> optionalObject(String name) {
        return has(name) ? Optional.of(of(node.get(name), at(name), codes, problems)) : Optional.empty();
    }

    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode member : array(name)) {
            objects.add(of(member, at(name) + "[" + objects.size() + "]", codes, problems));
        }
        return objects;
    }

    /** The names present, each of which then counts as known: for maps whose keys the user chooses. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        known.addAll(names);
        return names;
    }

    public JsonNode node() {
        return node;
    }

    public <T> T required(String name, Optional<T> value, T standIn) {
        if (value.isEmpty() && !has(name)) {
            missing(name);
        }
        return value.orElse(standIn);
    }

    public void missing(String name) {
        known.add(name);
        problems.add(Problem.ofField(codes.missingField(), at(name), at(name) + " is missing", "Add it."));
    }

    public void bad(String name, String text, String remedy) {
        bad(codes.badValue(), name, text, remedy);
    }

    /** A bad value that has a code of its own. */
    public void bad(String code, String name, String text, String remedy) {
        problems.add(Problem.ofField(code, at(name), at(name) + " " + text, remedy));
    }

    /** Reports every field that was not asked for. */
    public void end() {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String shown = at(Text.printable(name, 60));
                problems.add(Problem.ofField(
                        codes.unknownField(), shown, shown + " is not a known field", meant(name, known)));
            }
        });
    }

    private Iterable<JsonNode> array(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (!node.get(name).isArray()) {
            bad(name, "must be a list", "Write it as [ … ].");
            return List.of();
        }
        return node.get(name);
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String meant(String word, java.util.Collection<String> known) {
        return Nearest.to(word, known)
                .map(name -> "Did you mean " + name + "?")
                .orElse(known.isEmpty() ? "Remove it." : "Known: " + String.join(", ", known) + ".");
    }
}
