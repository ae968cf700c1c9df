package io.nhigovernor.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every request that the governor makes of Vault for one target, in order, with what is sent, as the audit log has it in clear.
 *
 * @param identity whose it was; its name stands for whoever the requests are repeated for
 */
record Recording(String identity, List<Step> forward, List<Step> disable, List<Step> retire) {
    /** Shorter texts are words, not values that an answer named. */
    private static final int VALUE_LENGTH = 16;

    /**
     * One request.
     *
     * @param told texts of it that an earlier answer told, by the text
     * @param refused whether Vault refused it, as it should: a prior that is gone is proven so
     * @param as the answer that told the token, if it is not the governor's own
     */
    record Step(
            int number,
            String operation,
            String path,
            JsonNode body,
            boolean refused,
            Map<String, Told> told,
            Optional<Told> as) {
        boolean reads() {
            return operation.equals("read") || operation.equals("list");
        }
    }

    /** @param step which answer @param pointer where in it */
    record Told(int step, String pointer) {}

    /**
     * @param raw a log of values in clear
     * @param token the governor's own
     * @param disabling when its prior began to be disabled
     * @param retiring when its prior began to be destroyed
     */
    static Recording of(Path raw, String identity, String token, Instant started, Instant disabling, Instant retiring)
            throws IOException {
        var told = new HashMap<String, Told>();
        var tokens = new HashSet<String>();
        tokens.add(token);
        var forward = new ArrayList<Step>();
        var disable = new ArrayList<Step>();
        var retire = new ArrayList<Step>();
        Audited.read(raw, 0, one -> {
            var by = presented(one, token);
            if (!tokens.contains(by) || one.at().isBefore(started) || housekeeping(one.path())) {
                return;
            }
            int number = forward.size() + disable.size() + retire.size();
            var used = new HashMap<String, Told>();
            var body = one.line().at("/request/data");
            eachText("", body, (pointer, text) -> {
                if (told.containsKey(text)) {
                    used.put(text, told.get(text));
                }
            });
            var step = new Step(
                    number, one.operation(), one.path(), body, !one.good(), used, Optional.ofNullable(told.get(by)));
            (one.at().isBefore(disabling) ? forward : one.at().isBefore(retiring) ? disable : retire).add(step);
            var answer = answer(one.line());
            eachText("", answer, (pointer, text) -> told.putIfAbsent(text, new Told(number, pointer)));
            var fresh = one.line().at("/response/auth/client_token").asText();
            if (!fresh.isEmpty()) {
                tokens.add(fresh);
            }
        });
        return new Recording(identity, forward, disable, retire);
    }

    /** A login bears beside its own line the token that came of it, and was made with the governor's. */
    private static String presented(Audited one, String own) {
        return one.path().endsWith("/login")
                ? own
                : one.line().at("/auth/client_token").asText();
    }

    /** Its own token's upkeep is not for a target. */
    private static boolean housekeeping(String path) {
        return path.startsWith("auth/token/lookup-self") || path.startsWith("auth/token/renew-self");
    }

    private static JsonNode answer(JsonNode line) {
        var answer = Api.JSON.createObjectNode();
        answer.set("data", line.at("/response/data"));
        answer.set("auth", line.at("/response/auth"));
        return answer;
    }

    private static void eachText(String pointer, JsonNode node, java.util.function.BiConsumer<String, String> each) {
        if (node.isTextual()) {
            if (node.asText().length() >= VALUE_LENGTH) {
                each.accept(pointer, node.asText());
            }
        } else if (node.isArray()) {
            for (int index = 0; index < node.size(); index++) {
                eachText(pointer + "/" + index, node.get(index), each);
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(field -> eachText(
                            pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"),
                            field.getValue(),
                            each));
        }
    }
}
