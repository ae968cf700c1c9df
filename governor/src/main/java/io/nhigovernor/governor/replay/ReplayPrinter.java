package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nhigovernor.governor.judge.Judgement;
import io.nhigovernor.governor.judge.Note;
import io.nhigovernor.governor.judge.Reason;
import io.nhigovernor.governor.judge.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Verdicts and the summary as lines: JSON for machines, or a sentence for people. Notes stand last among the reasons. */
final class ReplayPrinter {
    private final JsonFactory json = new JsonFactory();
    private final ReplayOptions.Output output;
    private final Consumer<String> lines;

    ReplayPrinter(ReplayOptions.Output output, Consumer<String> lines) {
        this.output = output;
        this.lines = lines;
    }

    void judgement(Judgement judgement) {
        lines.accept(
                switch (output) {
                    case JSON -> json(out -> write(out, judgement));
                    case TEXT -> text(judgement);
                });
    }

    void summary(ReplayResult result) {
        lines.accept(
                switch (output) {
                    case JSON -> json(out -> write(out, result));
                    case TEXT -> text(result);
                });
    }

    private static void write(JsonGenerator out, Judgement judgement) throws IOException {
        Verdict verdict = judgement.verdict();
        out.writeStringField("type", "verdict");
        out.writeStringField("at", judgement.at().toString());
        out.writeStringField("verdict", verdict.word().name());
        if (judgement.target().isPresent()) {
            out.writeStringField("target", judgement.target().get());
        }
        out.writeArrayFieldStart("reasons");
        for (Reason reason : verdict.reasons()) {
            reason(out, reason.code().name(), reason.text());
        }
        for (Note note : verdict.notes()) {
            reason(out, note.name(), note.text());
        }
        out.writeEndArray();
        number(out, "lnE", verdict.lnE());
        number(out, "lnS1", verdict.lnS1());
        number(out, "lnS3", verdict.lnS3());
        number(out, "lnS4", verdict.lnS4());
        number(out, "delta", verdict.delta());
    }

    private static void write(JsonGenerator out, ReplayResult result) throws IOException {
        out.writeStringField("type", "summary");
        out.writeNumberField("signals", result.signals());
        out.writeNumberField("failsBeforeHalt", result.failsBeforeHalt());
        instant(out, "haltAt", result.haltAt());
        instant(out, "promoteAt", result.promoteAt());
        out.writeArrayFieldStart("restored");
        for (String target : result.restored()) {
            out.writeString(target);
        }
        out.writeEndArray();
        out.writeNumberField("skipped", result.skipped());
    }

    private static String text(Judgement judgement) {
        Verdict verdict = judgement.verdict();
        String who = judgement.target().map(target -> " " + target).orElse("");
        String why = Stream.concat(
                        verdict.reasons().stream().map(reason -> reason.code() + " (" + reason.text() + ")"),
                        verdict.notes().stream().map(Note::name))
                .collect(Collectors.joining(", "));
        return judgement.at() + "  " + verdict.word() + who + "  " + why + "  ln E "
                + rounded(verdict.lnE()).toPlainString();
    }

    private static String text(ReplayResult result) {
        String end = result.haltAt()
                .map(at -> "halted at " + at + " after " + result.failsBeforeHalt() + " failed calls")
                .or(() -> result.promoteAt().map(at -> "promoted at " + at))
                .orElse("neither promoted nor halted");
        String alone = result.restored().isEmpty() ? "" : ", restored alone: " + String.join(", ", result.restored());
        return result.signals() + " signals, " + result.skipped() + " lines skipped: " + end + alone;
    }

    private static void reason(JsonGenerator out, String code, String text) throws IOException {
        out.writeStartObject();
        out.writeStringField("code", code);
        out.writeStringField("text", text);
        out.writeEndObject();
    }

    private static void instant(JsonGenerator out, String name, Optional<Instant> at) throws IOException {
        if (at.isPresent()) {
            out.writeStringField(name, at.get().toString());
        } else {
            out.writeNullField(name);
        }
    }

    private static void number(JsonGenerator out, String name, double value) throws IOException {
        out.writeFieldName(name);
        out.writeNumber(rounded(value).toPlainString());
    }

    private static BigDecimal rounded(double value) {
        return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).stripTrailingZeros();
    }

    private String json(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /** What stands between the braces. */
    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }
}
