package io.nhigovernor.connectors.vault.watch;

import io.nhigovernor.connectors.vault.audit.OwnRequests.Tokens;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.VaultGateway;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A call of the governor's own every few seconds. That it comes back through the log shows that the log is alive; and its answer
 * tells by which token the governor's calls are known there.
 */
final class Pulse implements Runnable {
    /** Well below the 60 s after which a silent source is blind. */
    private static final Duration EVERY = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int TOKENS_MAX = 100;

    private final VaultGateway vault;
    private final DeviceHashes hashes;
    private final CountDownLatch closing;
    private final Set<String> entities = new LinkedHashSet<>();
    private final LinkedHashSet<String> accessors = new LinkedHashSet<>();
    private String last = "";
    private volatile Tokens tokens = new Tokens(Set.of(), Set.of());

    Pulse(VaultGateway vault, DeviceHashes hashes, CountDownLatch closing) {
        this.vault = vault;
        this.hashes = hashes;
        this.closing = closing;
    }

    Tokens tokens() {
        return tokens;
    }

    @Override
    public void run() {
        try {
            do {
                beat();
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void beat() {
        var answer = vault.read("auth/token/lookup-self", Deadline.in(PATIENCE));
        if (!(answer instanceof Answer.Found found)) {
            return;
        }
        var accessor = found.data().path("accessor").asText();
        if (accessor.equals(last)) {
            return;
        }
        hashes.of(accessor).ifPresent(known -> {
            last = accessor;
            accessors.add(accessor);
            accessors.addAll(known.values());
            while (accessors.size() > TOKENS_MAX) {
                accessors.removeFirst();
            }
            var entity = found.data().path("entity_id").asText();
            if (!entity.isEmpty()) {
                entities.add(entity);
            }
            tokens = new Tokens(entities, accessors);
        });
    }
}
