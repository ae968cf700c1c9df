package io.nhigovernor.governor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.engine.view.RolloutView;
import io.nhigovernor.governor.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Follows rollouts to their end: reads each again whenever the event stream stirs, and every two seconds anyway. */
final class Watcher {
    private static final Set<String> ENDED = Set.of("COMPLETED", "RESTORED", "PARTIAL");
    private static final Duration READ_AGAIN = Duration.ofSeconds(2);
    private static final Duration UNREACHABLE_MAX = Duration.ofSeconds(30);
    private final Session session;
    private final ApiClient client;
    private final OutputForm output;
    private final Optional<Duration> timeout;
    private final Semaphore stirred = new Semaphore(0);

    Watcher(Session session, ApiClient client, OutputForm output) {
        this(session, client, output, Optional.empty());
    }

    Watcher(Session session, ApiClient client, OutputForm output, Optional<Duration> timeout) {
        this.session = session;
        this.client = client;
        this.output = output;
        this.timeout = timeout;
    }

    ExitCode watch(List<String> ids) throws InterruptedException {
        Thread listener = Thread.ofVirtual().name("watch-events").start(this::listen);
        try (Progress progress = progress()) {
            return follow(ids, progress);
        } finally {
            listener.interrupt();
        }
    }

    private Progress progress() {
        if (output.json()) {
            return new JsonProgress(session.terminal());
        }
        return session.terminal().interactive()
                ? new BarProgress(session.terminal())
                : new LineProgress(session.terminal());
    }

    private ExitCode follow(List<String> ids, Progress progress) throws InterruptedException {
        long start = System.nanoTime();
        long reached = start;
        Map<String, RolloutView> ended = new LinkedHashMap<>();
        while (true) {
            for (String id : ids) {
                if (ended.containsKey(id)) {
                    continue;
                }
                switch (client.get("/v1/rollouts/" + ApiClient.encoded(id))) {
                    case Response.Ok ok -> {
                        reached = System.nanoTime();
                        RolloutView view = ApiCommand.read(ok.body(), RolloutView.class);
                        progress.show(view);
                        if (ENDED.contains(view.phase())) {
                            ended.put(id, view);
                        }
                    }
                    case Response.Refused refused -> {
                        progress.close();
                        Problems.print(session.terminal(), refused.problems());
                        return ExitCode.ofStatus(refused.status(), false);
                    }
                    case Response.Unreachable unreachable -> {
                        // A governor that restarts goes on where it was; so does whoever watches it.
                        if (over(reached, UNREACHABLE_MAX)) {
                            progress.close();
                            Problems.print(session.terminal(), List.of(unreachable.problem()));
                            return ExitCode.UNREACHABLE;
                        }
                    }
                }
            }
            if (ended.size() == ids.size()) {
                progress.close();
                return finish(new ArrayList<>(ended.values()));
            }
            if (timeout.isPresent() && over(start, timeout.get())) {
                progress.close();
                session.terminal()
                        .error("not ended within " + Words.duration(timeout.get()) + "; it goes on by itself");
                return ExitCode.STILL_RUNNING;
            }
            if (stirred.tryAcquire(READ_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                stirred.drainPermits();
            }
        }
    }

    private ExitCode finish(List<RolloutView> ended) {
        if (!output.json()) {
            ended.forEach(view -> session.terminal().lines(RolloutText.of(view)));
        }
        boolean completed = ended.stream().allMatch(view -> view.phase().equals("COMPLETED"));
        return completed ? ExitCode.OK : ExitCode.NOT_COMPLETED;
    }

    private void listen() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.events(line -> {
                    if (line.startsWith("data:")) {
                        stirred.release();
                    }
                });
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            // The watch is over.
            Thread.currentThread().interrupt();
        }
    }

    private static boolean over(long since, Duration most) {
        return System.nanoTime() - since > most.toNanos();
    }

    /** Each changed rollout as one line of JSON. */
    private static final class JsonProgress implements Progress {
        private final Terminal terminal;
        private final Map<String, JsonNode> shown = new LinkedHashMap<>();

        JsonProgress(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public void show(RolloutView rollout) {
            JsonNode tree = Json.tree(rollout);
            if (!tree.equals(shown.put(rollout.id(), tree))) {
                terminal.raw(Json.write(tree));
            }
        }

        @Override
        public void say(String line) {
            terminal.error(line);
        }

        @Override
        public void close() {}
    }
}
