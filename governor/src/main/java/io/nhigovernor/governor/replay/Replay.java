package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.nhigovernor.governor.signal.Micros;
import io.nhigovernor.governor.signal.RecentIds;
import io.nhigovernor.governor.signal.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The judge on a recorded stream (judge §5): JSON Lines, plain or gzip, a ring line first. Time is the stream's own: the
 * same bytes in give the same lines out. Memory depends on the ring and the baseline's length, not on the stream's.
 */
public final class Replay {
    /** A line further in the future than this is a slip, not a pause. */
    private static final long LONGEST_PAUSE = Micros.of(Duration.ofDays(31));

    private final JsonFactory json = new JsonFactoryBuilder().build();
    private final ReplayOptions options;
    private final ReplayPrinter printer;
    private final RecentIds recent = new RecentIds();
    private final StreamLine line = new StreamLine();
    private long signals;
    private long skipped;
    private Optional<Long> end = Optional.empty();

    private Replay(ReplayOptions options, Consumer<String> lines) {
        this.options = options;
        this.printer = new ReplayPrinter(options.output(), lines);
    }

    /**
     * Runs one stream through its gate.
     *
     * @param lines takes each verdict and, last, the summary
     */
    public static ReplayResult run(InputStream in, ReplayOptions options, Consumer<String> lines) {
        return new Replay(options, lines).run(in);
    }

    private ReplayResult run(InputStream in) {
        LineReader reader;
        RingLine ring;
        try {
            reader = new LineReader(in);
            ring = ring(reader);
        } catch (BadLine | IOException e) {
            options.problems().accept("ring line: " + message(e));
            return ReplayResult.badRing();
        }
        Course course = new Course(ring, printer::judgement);
        boolean broken = false;
        try {
            while (reader.next()) {
                if (!reader.blank()) {
                    take(reader, course, ring);
                }
            }
        } catch (IOException e) {
            broken = true;
            skipped++;
            options.problems().accept("line " + (reader.number() + 1) + ": the stream breaks off: " + message(e));
        }
        course.finish(end.orElse(ring.lastCutover()));
        ReplayResult result = new ReplayResult(
                broken || skipped > 0 && !options.skipBad() ? 3 : 0,
                signals,
                course.candidateFails(),
                course.haltAt(),
                course.promoteAt(),
                course.restored(),
                skipped);
        printer.summary(result);
        return result;
    }

    private RingLine ring(LineReader reader) throws IOException, BadLine {
        while (reader.next()) {
            if (!reader.blank()) {
                try (JsonParser parser = parser(reader)) {
                    return RingLine.read(parser);
                }
            }
        }
        throw new BadLine("the stream is empty");
    }

    private void take(LineReader reader, Course course, RingLine ring) {
        try (JsonParser parser = parser(reader)) {
            line.read(parser);
            take(course, ring);
        } catch (BadLine | IOException e) {
            skipped++;
            if (!options.skipBad()) {
                options.problems().accept("line " + reader.number() + ": " + message(e));
            }
        }
    }

    private void take(Course course, RingLine ring) throws BadLine {
        String type = line.type();
        if (end.isPresent()) {
            throw new BadLine("a line after the end");
        }
        switch (type) {
            case "signal" -> signal(course, ring);
            case "heartbeat" -> {
                long at = line.at();
                plausible(at, course, ring);
                course.heartbeat(line.source(), at);
            }
            case "end" -> {
                long at = line.at();
                plausible(at, course, ring);
                end = Optional.of(at);
            }
            case "ring" -> throw new BadLine("a second ring line");
            default -> throw new BadLine("type is signal, heartbeat or end, not '" + type + "'");
        }
    }

    private void signal(Course course, RingLine ring) throws BadLine {
        long at = line.at();
        long arrived = line.arrived(at);
        plausible(Math.max(at, arrived), course, ring);
        Signal signal = new Signal(
                line.source(),
                line.id(),
                account(course),
                Micros.instant(at),
                line.kind(),
                line.outcome(),
                line.generation(),
                line.probe());
        if (recent.first(signal.source(), signal.id(), arrived)) {
            signals++;
            course.signal(signal, at, arrived);
        }
    }

    /** The target, if the line names one; but control is known by identity. */
    private String account(Course course) throws BadLine {
        String identity = line.identity();
        String target = line.target();
        return target == null || course.isControl(identity) ? identity : target;
    }

    private static void plausible(long at, Course course, RingLine ring) throws BadLine {
        if (at - Math.max(course.newest(), ring.lastCutover()) > LONGEST_PAUSE) {
            throw new BadLine("its time is more than 31 days after everything before it");
        }
    }

    private JsonParser parser(LineReader reader) throws IOException {
        return json.createParser(reader.buffer(), reader.start(), reader.length());
    }

    private static String message(Exception e) {
        if (e instanceof JsonProcessingException parse) {
            return "not JSON: " + parse.getOriginalMessage();
        }
        return String.valueOf(e.getMessage());
    }
}
