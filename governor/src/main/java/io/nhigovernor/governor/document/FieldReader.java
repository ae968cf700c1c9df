package io.nhigovernor.governor.document;

import io.nhigovernor.governor.document.Node.Scalar;
import io.nhigovernor.governor.document.Node.Type;
import io.nhigovernor.spi.Names;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads the fields of one object and reports what is wrong with them. A wrong or missing field reads as a harmless
 * placeholder, so that reading goes on and everything is found at once; nothing is made of it unless {@link #clean}.
 */
final class FieldReader {
    private static final int TEXT_MAX = 2_000;
    private static final int NUMBER_MAX = 40;
    /** Longer than anything meant, short enough that no sum of durations overflows. */
    private static final Duration DURATION_MAX = Duration.ofDays(3_660);

    private final Node.Fields node;
    private final Shape shape;
    private final Problems problems;
    private final int mark;

    FieldReader(Node.Fields node, Shape shape, Problems problems) {
        this.node = node;
        this.shape = shape;
        this.problems = problems;
        this.mark = problems.count();
        node.fields().forEach((name, field) -> {
            if (!shape.all().contains(name)) {
                unknown(name, field);
            }
        });
        for (String name : shape.required()) {
            if (!node.fields().containsKey(name)) {
                problem(ProblemCode.MISSING_FIELD, name, "the field is missing", "give " + name);
            }
        }
    }

    /** Whether nothing wrong was found in this object, its inner objects included. */
    boolean clean() {
        return problems.count() == mark;
    }

    int mark() {
        return mark;
    }

    Node.Fields node() {
        return node;
    }

    boolean has(String name) {
        return node.fields().containsKey(known(name));
    }

    void problem(ProblemCode code, String name, String text, String remedy) {
        String path = Node.below(node.path(), name);
        problems.add(code, Node.locate(node, path), path, text, remedy);
    }

    String text(String name) {
        return find(name).flatMap(value -> text(value)).orElse("");
    }

    /** A name of the one alphabet. */
    String name(String name) {
        return find(name).flatMap(this::name).orElse("");
    }

    /** A list of names, none twice. */
    List<String> names(String name) {
        List<String> names = list(name, this::name);
        Set<String> seen = new HashSet<>();
        for (String each : names) {
            if (!seen.add(each)) {
                problem(ProblemCode.DUPLICATE, name, each + " stands in it twice", "name each once");
            }
        }
        return names;
    }

    <T> List<T> list(String name, Function<Node, Optional<T>> item) {
        Optional<Node> value = find(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Node.Items items)) {
            wrongType(value.get(), "a list");
            return List.of();
        }
        List<T> read = new ArrayList<>();
        items.items().forEach(each -> item.apply(each).ifPresent(read::add));
        return Collections.unmodifiableList(read);
    }

    /** A flat object of texts: labels, or a connector's settings. */
    SortedMap<String, String> texts(String name) {
        SortedMap<String, String> texts = new TreeMap<>();
        find(name)
                .flatMap(value -> object(value))
                .ifPresent(fields -> fields.fields()
                        .forEach((key, field) -> text(field.value()).ifPresent(text -> texts.put(key, text))));
        return texts;
    }

    /** ISO 8601 or seconds. */
    Duration duration(String name, Duration otherwise) {
        return find(name).flatMap(this::duration).orElse(otherwise);
    }

    Optional<Duration> optionalDuration(String name) {
        return find(name).flatMap(this::duration);
    }

    int wholeNumber(String name, int otherwise) {
        return find(name)
                .flatMap(value -> number(value, text -> Integer.parseInt(text), "a whole number"))
                .orElse(otherwise);
    }

    double number(String name, double otherwise) {
        return find(name)
                .flatMap(value -> number(value, text -> Double.parseDouble(text), "a number"))
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return find(name)
                .flatMap(value -> scalar(value, Type.FLAG))
                .map(text -> text.equalsIgnoreCase("true"))
                .orElse(otherwise);
    }

    /** One of {@code words}. */
    <T> T word(String name, Map<String, T> words, T otherwise) {
        return find(name).flatMap(value -> word(value, words)).orElse(otherwise);
    }

    <T> Optional<T> word(Node value, Map<String, T> words) {
        Optional<String> text = text(value);
        Optional<T> meant = text.map(words::get);
        if (text.isPresent() && meant.isEmpty()) {
            String remedy = Nearest.to(text.get(), words.keySet())
                    .map(near -> "did you mean " + near + "?")
                    .orElse("write one of " + String.join(", ", words.keySet()));
            problems.add(ProblemCode.UNKNOWN_WORD, value, "\"" + text.get() + "\" is not known here", remedy);
        }
        return meant;
    }

    /** A text that {@code parse} understands; it throws IllegalArgumentException or DateTimeException if not. */
    <T> Optional<T> parsed(String name, Function<String, T> parse, ProblemCode code, String remedy) {
        return find(name)
                .flatMap(value -> text(value).flatMap(text -> {
                    try {
                        return Optional.of(parse.apply(text));
                    } catch (IllegalArgumentException | DateTimeException e) {
                        problems.add(code, value, "\"" + text + "\" does not read", remedy);
                        return Optional.empty();
                    }
                }));
    }

    Optional<FieldReader> object(String name, Shape inner) {
        return find(name).flatMap(value -> object(value, inner));
    }

    Optional<FieldReader> object(Node value, Shape inner) {
        return object(value).map(fields -> new FieldReader(fields, inner, problems));
    }

    Optional<Node> find(String name) {
        return Optional.ofNullable(node.fields().get(known(name))).map(Node.Field::value);
    }

    private Optional<Node.Fields> object(Node value) {
        if (value instanceof Node.Fields fields) {
            return Optional.of(fields);
        }
        wrongType(value, "an object");
        return Optional.empty();
    }

    private Optional<String> text(Node value) {
        Optional<String> text = scalar(value, Type.TEXT);
        if (text.filter(it -> it.isBlank() || it.length() > TEXT_MAX).isPresent()) {
            problems.add(
                    ProblemCode.OUT_OF_RANGE,
                    value,
                    "the text is empty or longer than " + TEXT_MAX + " characters",
                    "give some text");
            return Optional.empty();
        }
        return text;
    }

    private Optional<String> name(Node value) {
        Optional<String> text = text(value);
        if (text.filter(it -> !Names.valid(it)).isPresent()) {
            problems.add(ProblemCode.BAD_NAME, value, "\"" + text.get() + "\" is no name", "use " + Names.RULE);
            return Optional.empty();
        }
        return text;
    }

    private Optional<Duration> duration(Node value) {
        if (!(value instanceof Scalar scalar) || (scalar.type() != Type.TEXT && scalar.type() != Type.NUMBER)) {
            wrongType(value, "a duration");
            return Optional.empty();
        }
        try {
            if (scalar.text().length() > NUMBER_MAX) {
                throw new NumberFormatException("too long to be meant");
            }
            Duration duration = scalar.type() == Type.TEXT
                    ? Duration.parse(scalar.text())
                    : Duration.ofNanos(
                            new BigDecimal(scalar.text()).movePointRight(9).longValueExact());
            if (duration.abs().compareTo(DURATION_MAX) > 0) {
                problems.add(ProblemCode.OUT_OF_RANGE, value, scalar.text() + " is too long", "give ten years at most");
                return Optional.empty();
            }
            return Optional.of(duration);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            problems.add(
                    ProblemCode.UNPARSABLE_DURATION,
                    value,
                    "\"" + scalar.text() + "\" is no duration",
                    "write ISO 8601 (PT90S, PT4H, P30D) or a number of seconds");
            return Optional.empty();
        }
    }

    private <T> Optional<T> number(Node value, Function<String, T> parse, String wanted) {
        return scalar(value, Type.NUMBER).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (NumberFormatException e) {
                problems.add(ProblemCode.OUT_OF_RANGE, value, text + " is not " + wanted, "write " + wanted);
                return Optional.empty();
            }
        });
    }

    private Optional<String> scalar(Node value, Type type) {
        if (value instanceof Scalar scalar && scalar.type() == type) {
            return Optional.of(scalar.text());
        }
        wrongType(value, type.words());
        return Optional.empty();
    }

    private void wrongType(Node value, String wanted) {
        String remedy =
                value instanceof Scalar && wanted.equals(Type.TEXT.words()) ? "put it in quotes" : "write " + wanted;
        problems.add(ProblemCode.WRONG_TYPE, value, "it is " + value.words() + ", not " + wanted, remedy);
    }

    private void unknown(String name, Node.Field field) {
        List<String> known = shape.all();
        String remedy = Nearest.to(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("leave it out; known here: " + String.join(", ", known));
        problems.add(
                ProblemCode.UNKNOWN_FIELD,
                field.named(),
                Node.below(node.path(), name),
                "the field is not known here",
                remedy);
    }

    private String known(String name) {
        if (!shape.all().contains(name)) {
            throw new IllegalArgumentException("the shape " + shape + " has no field " + name);
        }
        return name;
    }
}
