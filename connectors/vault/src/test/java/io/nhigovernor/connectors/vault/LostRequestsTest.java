package io.nhigovernor.connectors.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.spi.Call;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.Applied;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Outcome.Unknown;
import io.nhigovernor.spi.Outcome.Why;
import io.nhigovernor.spi.Version;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.faults.Passage;
import io.nhigovernor.testkit.servers.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each request of each verb is lost in turn: on its way to Vault, on the way back, in the middle of the answer, or because Vault is
 * sealed from there on. The answer is never better than
 * the truth, and the same verb under the same intent, by the same process or by the one after a crash, leads to what one
 * undisturbed call leads to: the same versions, the same secret ids, nothing besides.
 */
@Execution(ExecutionMode.CONCURRENT)
class LostRequestsTest {
    /** From the request on that meets it, as Vault answers until it is unsealed. */
    private static final Fate SEALED = new Fate.AnsweredInstead(503, "{\"errors\":[\"Vault is sealed\"]}");

    @TempDir
    private Path folder;

    /** A verb, and how far the rotation is when it is called. */
    enum Verb {
        STAGE {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {}

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.delivery().stage(it.target, candidate, call);
            }
        },
        ADMIT {
            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.verifier().admit(it.credential, candidate, call);
            }
        },
        PROMOTE {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                admitted(it, candidate);
            }

            @Override
            Version expected(FaultBench.Enrolled it) {
                return it.pointer();
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.delivery().promote(it.target, it.fingerprint(candidate), expected, call);
            }
        },
        RESTORE {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                promoted(it, candidate);
            }

            @Override
            Version expected(FaultBench.Enrolled it) {
                return it.pointer();
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.delivery().promote(it.target, it.first, expected, call);
            }
        },
        DISABLE {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                promoted(it, candidate);
            }

            @Override
            Version expected(FaultBench.Enrolled it) {
                return it.accepted();
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.verifier().disable(it.credential, it.first, expected, call);
            }
        },
        ENABLE {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                promoted(it, candidate);
                done(it.connector.verifier().disable(it.credential, it.first, it.accepted(), it.call("disable")));
            }

            @Override
            Version expected(FaultBench.Enrolled it) {
                return it.accepted();
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.verifier().enable(it.credential, it.first, expected, call);
            }
        },
        ENABLE_WHAT_IS_ENABLED {
            @Override
            Version expected(FaultBench.Enrolled it) {
                return it.accepted();
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.verifier().enable(it.credential, it.first, expected, call);
            }
        },
        DESTROY {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                promoted(it, candidate);
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.verifier().destroy(it.credential, it.first, call);
            }
        },
        DISCARD_PRIOR {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                promoted(it, candidate);
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.delivery().discard(it.target, it.first, call);
            }
        },
        DISCARD_CANDIDATE {
            @Override
            void before(FaultBench.Enrolled it, Material candidate) {
                promoted(it, candidate);
                done(it.promote(it.first, "restore"));
            }

            @Override
            Outcome call(VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call) {
                return by.delivery().discard(it.target, it.fingerprint(candidate), call);
            }
        };

        void before(FaultBench.Enrolled it, Material candidate) {
            done(it.stage(candidate));
        }

        Version expected(FaultBench.Enrolled it) {
            return new Version(0);
        }

        abstract Outcome call(
                VaultConnector by, FaultBench.Enrolled it, Material candidate, Version expected, Call call);

        static void admitted(FaultBench.Enrolled it, Material candidate) {
            done(it.stage(candidate));
            done(it.admit(candidate));
        }

        static void promoted(FaultBench.Enrolled it, Material candidate) {
            admitted(it, candidate);
            done(it.promote(it.fingerprint(candidate), "promote"));
        }

        static void done(Outcome outcome) {
            assertThat(outcome).isInstanceOf(Applied.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofASharedSecret(Verb verb) throws IOException {
        losingEachRequest(CredentialKind.SECRET, verb);
    }

    @ParameterizedTest
    @EnumSource
    void ofAnAppRole(Verb verb) throws IOException {
        losingEachRequest(CredentialKind.APPROLE, verb);
    }

    private void losingEachRequest(CredentialKind kind, Verb verb) throws IOException {
        try (var bench = new FaultBench(Servers.sharedVault(), kind, folder)) {
            var undisturbed = run(bench, verb, Optional.empty(), false);
            assertThat(undisturbed.first()).isInstanceOf(Applied.class);
            assertThat(undisturbed.requests()).isNotEmpty();
            for (int number = 1; number <= undisturbed.requests().size(); number++) {
                int here = number;
                for (var fate : List.of(new Fate.LostOnTheWay(), new Fate.AnswerLost(), new Fate.AnswerCut(), SEALED)) {
                    // An answer that is cut is one that is lost, to whoever waits for it; once is enough.
                    if (fate instanceof Fate.AnswerCut
                            && number < undisturbed.requests().size()) {
                        continue;
                    }
                    boolean crashed = number % 2 == (fate instanceof Fate.AnswerCut ? 0 : 1);
                    var lost = run(
                            bench,
                            verb,
                            Optional.of(passage ->
                                    passage.number() == here || passage.number() > here && fate.equals(SEALED)
                                            ? fate
                                            : new Fate.Passes()),
                            crashed);
                    assertThat(lost.again())
                            .as("%s, %s of %s", verb, fate, lost.requests())
                            .isInstanceOf(Applied.class);
                    assertThat(lost.truth())
                            .as("%s, %s of request %d of %s", verb, fate, number, lost.requests())
                            .isEqualTo(undisturbed.truth());
                    honest(undisturbed, lost, number, fate);
                }
            }
        }
    }

    /** A question may be asked again by the HTTP client; what changes something never is. */
    private static void honest(Run undisturbed, Run lost, int number, Fate fate) {
        var passage = undisturbed.requests().get(number - 1);
        boolean asks = passage.method().equals("GET");
        switch (lost.first()) {
            case Applied applied ->
                assertThat(asks)
                        .as("%s of request %d %s", fate, number, passage)
                        .isTrue();
            case Unknown unknown -> assertThat(unknown.reason()).isNotEmpty();
            case NotApplied not -> {
                assertThat(not.why()).isEqualTo(Why.BUSY);
                assertThat(withoutCopies(lost.between()))
                        .as("%s of request %d %s", fate, number, passage)
                        .isEqualTo(withoutCopies(undisturbed.before()));
            }
            case Outcome.Drift drift -> throw new AssertionError(drift.toString());
        }
    }

    /** A copy of the prior is made before the effect, and is none. */
    private static List<String> withoutCopies(List<String> truth) {
        return truth.stream().filter(line -> !line.startsWith("kept prior-")).toList();
    }

    /**
     * What was seen of one call that lost a request, and of the one after it.
     *
     * @param before of the undisturbed run only
     * @param between of a call that says that it had no effect only
     */
    private record Run(
            Outcome first,
            Outcome again,
            List<Passage> requests,
            List<String> before,
            List<String> between,
            List<String> truth) {}

    private static Run run(FaultBench bench, Verb verb, Optional<Function<Passage, Fate>> disturbed, boolean crashed)
            throws IOException {
        try (var it = bench.enrolled();
                var candidate = it.make()) {
            verb.before(it, candidate);
            var expected = verb.expected(it);
            var fingerprint = it.fingerprint(candidate);
            var call = it.call("under-test");
            // What one run begins with is what each begins with.
            var before = disturbed.isPresent() ? List.<String>of() : it.truth(fingerprint);
            bench.proxy.script(disturbed.orElse(passage -> new Fate.Passes()));
            var first = verb.call(it.connector, it, candidate, expected, call);
            String secret = candidate.secret().use(bytes -> new String(bytes, StandardCharsets.US_ASCII));
            assertThat(first.toString()).doesNotContain(secret);
            var requests = new ArrayList<>(bench.proxy.seen());
            bench.proxy.calm();
            var between = first instanceof NotApplied ? it.truth(fingerprint) : List.<String>of();
            var again = first instanceof Applied ? first : again(bench, verb, it, candidate, expected, call, crashed);
            var repeated = verb.call(it.connector, it, candidate, expected, call);
            assertThat(repeated).isInstanceOf(Applied.class);
            return new Run(first, again, requests, before, between, it.truth(fingerprint));
        }
    }

    /** By the process that lost the answer, or by the one after it, which knows nothing. */
    private static Outcome again(
            FaultBench bench,
            Verb verb,
            FaultBench.Enrolled it,
            Material candidate,
            Version expected,
            Call call,
            boolean crashed)
            throws IOException {
        if (!crashed) {
            return verb.call(it.connector, it, candidate, expected, call);
        }
        try (var next = bench.connector()) {
            return verb.call(next, it, candidate, expected, call);
        }
    }
}
