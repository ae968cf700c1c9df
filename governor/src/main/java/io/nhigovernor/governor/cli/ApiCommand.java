package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.json.Json;
import io.nhigovernor.governor.wire.Problem;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** A command that asks a governor something. */
abstract class ApiCommand implements Callable<Integer> {
    static final String SCOPE_CODE = "A4030";

    @Mixin
    Connection connection = new Connection();

    @Mixin
    OutputForm output = new OutputForm();

    final Session session;

    ApiCommand(Session session) {
        this.session = session;
    }

    /** Which of the embedded governor's tokens it uses when none is named. */
    String tokenName() {
        return "operator";
    }

    abstract ExitCode run(ApiClient client) throws Exception;

    @Override
    public final Integer call() throws Exception {
        try {
            return run(connection.client(session, tokenName())).code();
        } catch (Connection.NotReady e) {
            Problem problem = Problem.of(e.code(), e.text(), e.remedy());
            if (output.json()) {
                terminal().raw(Json.write(Map.of("problems", List.of(problem))));
            } else {
                Problems.print(terminal(), List.of(problem));
            }
            return ExitCode.BAD_INPUT.code();
        }
    }

    Terminal terminal() {
        return session.terminal();
    }

    /** Shows the answer: as it came with {@code --output json}, in words otherwise; a refusal with every reason. */
    <T> ExitCode show(Response response, Class<T> type, Consumer<T> words) {
        return showTree(response, body -> words.accept(read(body, type)));
    }

    ExitCode showTree(Response response, Consumer<JsonNode> words) {
        return switch (response) {
            case Response.Ok ok -> {
                if (output.json()) {
                    terminal().raw(Json.write(ok.body()));
                } else {
                    words.accept(ok.body());
                }
                yield ExitCode.OK;
            }
            case Response.Refused refused -> refused(refused);
            case Response.Unreachable unreachable -> {
                if (output.json()) {
                    terminal().raw(Json.write(Map.of("problems", List.of(unreachable.problem()))));
                } else {
                    Problems.print(terminal(), List.of(unreachable.problem()));
                }
                yield ExitCode.UNREACHABLE;
            }
        };
    }

    private ExitCode refused(Response.Refused refused) {
        if (output.json()) {
            terminal().raw(Json.write(refused.body()));
        } else {
            Problems.print(terminal(), refused.problems());
        }
        return ExitCode.ofStatus(
                refused.status(),
                refused.problems().stream().anyMatch(problem -> problem.code().equals(SCOPE_CODE)));
    }

    static <T> T read(JsonNode body, Class<T> type) {
        try {
            return Json.convert(body, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "the governor's answer does not read; is it of another version? " + e.getOriginalMessage(), e);
        }
    }

    static String rolloutPath(String id) {
        return "/v1/rollouts/" + ApiClient.encoded(id);
    }
}
