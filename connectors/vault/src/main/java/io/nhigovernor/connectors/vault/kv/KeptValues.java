package io.nhigovernor.connectors.vault.kv;

import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.KvStore.Look;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * Every generation of every target that may be needed again, one secret for each, below a folder of the governor's own: what is
 * kept here outlives the versions that consumers' paths let go. What was destroyed leaves its name behind, so that nothing comes
 * to life under it again.
 */
public final class KeptValues {
    private static final Fingerprint GONE = new Fingerprint("gone");

    private final KvStore store;
    private final String folder;
    /** By folder and path, which generation lies there: that never changes, so it is asked for once. */
    private final Map<String, Map<String, Fingerprint>> known = new ConcurrentHashMap<>();

    /** @param folder below the store's mount */
    public KeptValues(KvStore store, String folder) {
        this.store = store;
        this.folder = folder;
    }

    /** What was found, or what kept it from being found. */
    public sealed interface Search {
        /** @param version of the secret it lies in */
        record Hit(String path, KeptValue value, long version) implements Search {}

        /** @param destroyed it was there, and is never to come back */
        record Miss(boolean destroyed) implements Search {}

        record Failed(Answer answer) implements Search {}
    }

    public String path(TargetId target, String attempt) {
        return folder(target) + "attempt-" + PathNames.of(attempt);
    }

    private String prior(TargetId target, Fingerprint generation) {
        return folder(target) + "prior-" + PathNames.of(generation.value());
    }

    private String folder(TargetId target) {
        return folder + "/" + PathNames.of(target.identity()) + "/" + PathNames.of(target.credential()) + "/";
    }

    public Search byAttempt(TargetId target, String attempt, Deadline deadline) {
        return at(path(target, attempt), deadline);
    }

    /** Of several that hold the generation any one; all are alike. */
    public Search byGeneration(TargetId target, Fingerprint generation, Deadline deadline) {
        for (var remembered : known(folder(target)).entrySet()) {
            if (remembered.getValue().equals(generation)) {
                return at(remembered.getKey(), deadline);
            }
        }
        return switch (names(target, deadline)) {
            case Names.Failed failed -> new Search.Failed(failed.answer());
            case Names.Listed listed -> {
                for (var name : listed.names()) {
                    var path = folder(target) + name;
                    var last = known(folder(target)).get(path);
                    if (last != null && !last.equals(generation)) {
                        continue;
                    }
                    var found = at(path, deadline);
                    if (found instanceof Search.Failed) {
                        yield found;
                    }
                    if (found instanceof Search.Hit hit) {
                        if (hit.value().fingerprint().equals(generation)) {
                            yield hit;
                        }
                        hit.value().close();
                    }
                }
                yield new Search.Miss(false);
            }
        };
    }

    /** Keeps a value under its attempt, or, if it was there before the governor, under its generation. Create-only. */
    public Answer keep(TargetId target, KeptValue value, Deadline deadline) {
        var path = value.attempt()
                .map(attempt -> path(target, attempt))
                .orElseGet(() -> prior(target, value.fingerprint()));
        return write(path, value, 0, deadline);
    }

    /** Puts the same value, completed, in the place of what {@code found} saw. */
    public Answer complete(Search.Hit found, KeptValue value, Deadline deadline) {
        return write(found.path(), value, found.version(), deadline);
    }

    private Answer write(String path, KeptValue value, long expected, Deadline deadline) {
        var answer = store.write(path, value.json(), expected, deadline);
        if (answer instanceof Answer.Found) {
            learn(path, value.fingerprint());
        }
        return answer;
    }

    /** Whether this process saw the generation kept; saves asking Vault. */
    boolean keeps(TargetId target, Fingerprint generation) {
        return known(folder(target)).containsValue(generation);
    }

    private Map<String, Fingerprint> known(String folder) {
        return known.computeIfAbsent(folder, name -> new ConcurrentHashMap<>());
    }

    private void learn(String path, Fingerprint generation) {
        known(path.substring(0, path.lastIndexOf('/') + 1)).put(path, generation);
    }

    /** Destroys every copy of a generation. @return the first failure, if one kept a copy alive */
    public Optional<Answer> destroy(TargetId target, Fingerprint generation, Deadline deadline) {
        while (true) {
            switch (byGeneration(target, generation, deadline)) {
                case Search.Miss miss -> {
                    return Optional.empty();
                }
                case Search.Failed failed -> {
                    return Optional.of(failed.answer());
                }
                case Search.Hit hit -> {
                    hit.value().close();
                    var versions =
                            LongStream.rangeClosed(1, hit.version()).boxed().toList();
                    var answer = store.destroy(hit.path(), versions, deadline);
                    if (!(answer instanceof Answer.Found)) {
                        return Optional.of(answer);
                    }
                    learn(hit.path(), GONE);
                }
            }
        }
    }

    private Search at(String path, Deadline deadline) {
        return switch (store.look(path, deadline)) {
            case Look.Unseen unseen -> new Search.Failed(unseen.answer());
            case Look.Seen seen -> {
                var shown = seen.shown();
                if (shown.data().isEmpty()) {
                    if (shown.version() > 0) {
                        learn(path, GONE);
                    }
                    yield new Search.Miss(shown.version() > 0);
                }
                var value = KeptValue.of(shown.data().get());
                learn(path, value.fingerprint());
                yield new Search.Hit(path, value, shown.version());
            }
        };
    }

    private sealed interface Names {
        record Listed(List<String> names) implements Names {}

        record Failed(Answer answer) implements Names {}
    }

    private Names names(TargetId target, Deadline deadline) {
        var answer = store.list(folder(target), deadline);
        return switch (answer) {
            case Answer.Found found ->
                new Names.Listed(found.data()
                        .path("keys")
                        .valueStream()
                        .map(key -> key.asText())
                        .toList());
            case Answer.Absent absent -> new Names.Listed(List.of());
            case Answer.Refused refused -> new Names.Failed(refused);
            case Answer.Busy busy -> new Names.Failed(busy);
            case Answer.Lost lost -> new Names.Failed(lost);
        };
    }
}
