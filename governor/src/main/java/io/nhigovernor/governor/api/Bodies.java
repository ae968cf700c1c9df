package io.nhigovernor.governor.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.nhigovernor.governor.wire.BoundedJson;
import io.nhigovernor.governor.wire.BoundedJson.Parsed;
import io.nhigovernor.governor.wire.Fields;
import io.nhigovernor.governor.wire.Problem;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Strict JSON bodies: read whole with every problem at once, or answered with 400. */
final class Bodies {
    private Bodies() {}

    /** Reads the body with {@code reader} and goes on with {@code next}, or answers with what is wrong. An empty body is {}. */
    static <T> Future<Reply> read(Ask ask, Function<Fields, T> reader, Function<T, Future<Reply>> next) {
        Parsed parsed = ask.body().length == 0
                ? new Parsed.Tree(JsonNodeFactory.instance.objectNode())
                : BoundedJson.tree(ask.body());
        return switch (parsed) {
            case Parsed.Broken broken -> Future.succeededFuture(broken(broken));
            case Parsed.Items items -> throw new IllegalStateException("a tree was read");
            case Parsed.Tree tree -> {
                List<Problem> problems = new ArrayList<>();
                Fields fields = Fields.of(tree.node(), "", Code.FIELDS, problems);
                T value = reader.apply(fields);
                fields.end();
                yield problems.isEmpty() ? next.apply(value) : Future.succeededFuture(bad(problems));
            }
        };
    }

    static Reply broken(Parsed.Broken broken) {
        return bad(List.of(problem(broken)));
    }

    static Problem problem(Parsed.Broken broken) {
        return Problem.ofPlace(
                Code.BAD_JSON.code(),
                broken.line(),
                broken.column(),
                "line " + broken.line() + ", column " + broken.column() + ": " + broken.text(),
                "Correct the JSON and send it again.");
    }

    static Reply bad(List<Problem> problems) {
        return Reply.problem(ProblemDocument.of(400, "Bad input", problems));
    }
}
