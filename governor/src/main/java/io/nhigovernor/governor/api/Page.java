package io.nhigovernor.governor.api;

import io.nhigovernor.governor.wire.Problem;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list that has an order.
 *
 * @param next cursor of the next page; absent on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    private static final int LIMIT_MAX = 1_000;
    private static final int LIMIT = 100;

    public Page {
        items = List.copyOf(items);
    }

    /** @param limit members at most @param after the key of the last member already seen */
    record Wish(int limit, Optional<String> after) {}

    static Future<Reply> wish(Ask ask, Function<Wish, Future<Reply>> next) {
        List<Problem> problems = new ArrayList<>();
        Optional<Integer> limit = ask.asked("limit").map(Page::whole).orElse(Optional.of(LIMIT));
        if (limit.isEmpty() || limit.get() < 1 || limit.get() > LIMIT_MAX) {
            problems.add(wrong("limit must be a whole number from 1 to " + LIMIT_MAX, "Correct limit."));
        }
        Optional<String> after = Optional.empty();
        try {
            after = ask.asked("cursor")
                    .map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            problems.add(wrong("cursor is not one of ours", "Pass what next held in the page before."));
        }
        return problems.isEmpty() ? next.apply(new Wish(limit.orElseThrow(), after)) : badQuery(problems);
    }

    static Problem wrong(String text, String remedy) {
        return Problem.of(Code.BAD_QUERY.code(), text, remedy);
    }

    static Future<Reply> badQuery(List<Problem> problems) {
        return Future.succeededFuture(Reply.problems(Code.BAD_QUERY, problems));
    }

    static Optional<Integer> whole(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** @param sorted ascending by {@code key}, so that a page stays right while others come and go */
    static <T> Page<T> of(List<T> sorted, Function<T, String> key, Wish wish) {
        List<T> rest = sorted.stream()
                .filter(item -> wish.after().isEmpty()
                        || key.apply(item).compareTo(wish.after().get()) > 0)
                .limit(wish.limit() + 1L)
                .toList();
        if (rest.size() <= wish.limit()) {
            return new Page<>(rest, Optional.empty());
        }
        List<T> items = rest.subList(0, wish.limit());
        String last = key.apply(items.get(items.size() - 1));
        return new Page<>(
                items,
                Optional.of(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8))));
    }
}
