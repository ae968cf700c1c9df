package io.nhigovernor.governor.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest answers, in memory; the least recently used leaves first. */
public final class MemoryRequestLog implements RequestLog {
    private final int most;
    private final Map<Name, Kept> answers = new LinkedHashMap<>(16, 0.75f, true);

    private record Name(String token, String key) {}

    public MemoryRequestLog(int most) {
        this.most = most;
    }

    @Override
    public synchronized Optional<Kept> get(String token, String key) {
        return Optional.ofNullable(answers.get(new Name(token, key)));
    }

    @Override
    public synchronized void put(String token, String key, Kept kept) {
        answers.put(new Name(token, key), kept);
        if (answers.size() > most) {
            answers.remove(answers.keySet().iterator().next());
        }
    }
}
