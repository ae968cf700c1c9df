package io.nhigovernor.connectors.vault.kv;

import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.KvStore.Look;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.time.Duration;
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
    private static final String PRIOR = "prior-";
    private static final Duration LATER = Duration.ofSeconds(5);

    private final KvStore store;
    private final String folder;
    /** By folder and path, which generation was seen there last: saves looking where another one lies. */
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

        /** @param here whether this one kept value is damaged, and others may still be found */
        record Failed(Answer answer, boolean here) implements Search {}
    }

    public String path(TargetId target, String attempt) {
        return folder(target) + "attempt-" + PathNames.of(attempt);
    }

    private String prior(TargetId target, Fingerprint generation) {
        return folder(target) + PRIOR + PathNames.of(generation.value());
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
            if (remembered.getValue().equals(generation)
                    && at(remembered.getKey(), generation, deadline) instanceof Search.Hit hit) {
                return hit;
            }
        }
        return switch (names(target, deadline)) {
            case Names.Failed failed -> new Search.Failed(failed.answer(), false);
            case Names.Listed listed -> {
                Search worst = new Search.Miss(false);
                for (var name : listed.names()) {
                    var path = folder(target) + name;
                    if (isElsewhere(target, path, generation)) {
                        continue;
                    }
                    var found = at(path, generation, deadline);
                    if (found instanceof Search.Hit || found instanceof Search.Failed failed && !failed.here()) {
                        yield found;
                    }
                    if (found instanceof Search.Failed) {
                        worst = found;
                    }
                }
                yield worst;
            }
        };
    }

    /** An attempt's place holds one generation for ever; what was there before the governor may be kept again where it was. */
    private boolean isElsewhere(TargetId target, String path, Fingerprint generation) {
        if (path.startsWith(folder(target) + PRIOR)) {
            return !path.equals(prior(target, generation));
        }
        var last = known(folder(target)).get(path);
        return last != null && !last.equals(generation);
    }

    /** Whether this generation lies there. */
    private Search at(String path, Fingerprint generation, Deadline deadline) {
        var found = at(path, deadline);
        if (found instanceof Search.Hit hit && !hit.value().fingerprint().equals(generation)) {
            hit.value().close();
            return new Search.Miss(false);
        }
        return found;
    }

    /** Keeps a value under its attempt. Create-only. */
    public Answer keep(TargetId target, String attempt, KeptValue value, Deadline deadline) {
        return write(path(target, attempt), value, 0, deadline);
    }

    /**
     * Keeps what consumers are pointed at under its generation; once more if it was destroyed there, for it came back into use.
     *
     * @return what stood in the way
     */
    public Optional<Answer> keepPrior(TargetId target, KeptValue value, Deadline deadline) {
        var path = prior(target, value.fingerprint());
        return switch (store.look(path, deadline)) {
            case Look.Unseen unseen -> Optional.of(unseen.answer());
            case Look.Seen seen ->
                seen.shown().data().isPresent()
                                || seen.shown().taken() && !seen.shown().destroyed()
                        ? Optional.of(new Answer.Busy(damage(path, seen.shown()), LATER))
                        : Optional.of(write(path, value, seen.shown().version(), deadline))
                                .filter(answer -> !(answer instanceof Answer.Found));
        };
    }

    /** Whether the store lets what is kept perish. */
    public KvStore.Lasting lasting(Deadline deadline) {
        return store.lasting(deadline);
    }

    String mount() {
        return store.mount();
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
            case Look.Unseen unseen -> new Search.Failed(unseen.answer(), false);
            case Look.Seen seen -> {
                var shown = seen.shown();
                if (shown.version() == 0 || shown.destroyed()) {
                    if (shown.destroyed()) {
                        learn(path, GONE);
                    }
                    yield new Search.Miss(shown.destroyed());
                }
                yield shown.data()
                        .flatMap(KeptValue::of)
                        .<Search>map(value -> {
                            learn(path, value.fingerprint());
                            return new Search.Hit(path, value, shown.version());
                        })
                        .orElseGet(() -> new Search.Failed(new Answer.Busy(damage(path, shown), LATER), true));
            }
        };
    }

    private static String damage(String path, KvStore.Shown shown) {
        return shown.taken() ? shown.fate(path) : "somebody has written something else to " + path;
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
