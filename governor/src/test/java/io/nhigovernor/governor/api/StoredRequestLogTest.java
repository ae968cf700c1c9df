package io.nhigovernor.governor.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.api.RequestLog.Kept;
import io.nhigovernor.governor.store.MemoryStore;
import io.nhigovernor.governor.store.RowKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredRequestLogTest {
    private static final Kept ANSWER =
            new Kept("abc", new Reply(409, Reply.PROBLEM, Map.of("Retry-After", "1"), "{\"code\":\"E2102\"}"));

    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final MemoryStore.Disk disk = new MemoryStore.Disk(() -> now);
    private MemoryStore store = new MemoryStore(disk);
    private StoredRequestLog log = opened(10);

    @Test
    void anAnswerIsTheSameAfterARestart() {
        log.put("alice", "key-1", ANSWER);
        restart(10);
        assertThat(log.get("alice", "key-1")).isEqualTo(Optional.of(ANSWER));
        assertThat(log.get("bob", "key-1")).isEmpty();
    }

    @Test
    void aDayLaterTheKeyIsNewAgainAlsoInTheStore() {
        log.put("alice", "key-1", ANSWER);
        now = now.plus(Duration.ofHours(25));
        restart(10);
        assertThat(log.get("alice", "key-1")).isEmpty();
        log.put("alice", "key-1", new Kept("def", ANSWER.reply()));
        log.put("alice", "key-2", ANSWER);
        restart(10);
        assertThat(log.get("alice", "key-1")).map(Kept::request).contains("def");
        now = now.plus(Duration.ofHours(25));
        log.put("alice", "key-3", ANSWER);
        assertThat(store.rows(RowKind.REQUEST)).hasSize(1);
    }

    @Test
    void theOldestLeaveWhenThereAreTooMany() {
        for (int key = 0; key < 5; key++) {
            now = now.plusSeconds(1);
            log.put("alice", "key-" + key, ANSWER);
        }
        restart(3);
        log.put("alice", "key-5", ANSWER);
        assertThat(store.rows(RowKind.REQUEST)).hasSize(3);
        assertThat(log.get("alice", "key-2")).isEmpty();
        assertThat(log.get("alice", "key-3")).isPresent();
    }

    @Test
    void largeAnswersLeaveSooner() {
        log = new StoredRequestLog(store, () -> now, new StoredRequestLog.Limits(10, 300));
        for (int key = 0; key < 5; key++) {
            log.put("alice", "key-" + key, ANSWER);
        }
        assertThat(store.rows(RowKind.REQUEST).size()).isLessThan(3);
        assertThat(log.get("alice", "key-4")).isPresent();
    }

    private StoredRequestLog opened(int answers) {
        return new StoredRequestLog(store, () -> now, new StoredRequestLog.Limits(answers, 1_000_000));
    }

    private void restart(int answers) {
        store.close();
        store = new MemoryStore(disk);
        log = opened(answers);
    }
}
