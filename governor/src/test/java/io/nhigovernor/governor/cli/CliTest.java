package io.nhigovernor.governor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.api.Samples;
import io.nhigovernor.governor.api.TestGovernor;
import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.engine.Expiry;
import io.nhigovernor.governor.engine.Order;
import io.nhigovernor.governor.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CliTest {
    @TempDir
    Path home;

    private TestGovernor governor;
    private Path operator;
    private Path approver;
    private final List<GovernorConfig> served = new ArrayList<>();
    private Seams.Finding finding = new Seams.Finding(true, List.of("42 entries, chain whole"));

    private record Run(int code, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        governor = new TestGovernor();
        Path tokens = Files.createDirectories(home.resolve(".local/state/nhi-governor/tokens"));
        operator = Files.writeString(tokens.resolve("operator.token"), TestGovernor.OPERATOR + "\n");
        approver = Files.writeString(tokens.resolve("approver.token"), TestGovernor.APPROVER + "\n");
    }

    @AfterEach
    void stop() {
        governor.close();
    }

    @Test
    void aRolloutIsPlannedApprovedStartedAndSeen() {
        Run plan = run("plan", "payments", "--reason", "quarterly", "--commit", "4f2a91c");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains(
                        "Rollout   r-1 by ring plan payments",
                        "Digest    " + Samples.DIGEST,
                        "Takes     42 min if nothing is held",
                        "Ring 0    canary: 1 member: db-password@billing",
                        "can bound the excess failure share at 5.0 %",
                        "Note      SHORT_BASELINE",
                        "in no ring: reports, so the prior stays",
                        "Next      governor approve r-1 --digest " + Samples.DIGEST);
        assertThat(run("approve", "r-1", "--digest", Samples.DIGEST).out()).contains("r-1 (payments) is APPROVED");
        assertThat(run("start", "r-1").out()).contains("is RUNNING", "governor watch r-1");
        assertThat(run("status").out())
                .contains("Governor 0.1.0", "ROLLOUT  RING PLAN  PHASE", "r-1      payments   RUNNING");
        assertThat(run("status", "r-1").out()).contains("RING    PHASE", "PROMOTE: every member proven");
        assertThat(governor.operations.callers)
                .extracting(caller -> caller.name())
                .contains("alice", "bob");
    }

    @Test
    void whatSomebodyElseChangedIsListedAndAccepted() {
        Run listed = run("drift");
        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(listed.out())
                .contains(
                        "key/taken   DRIFTED  2026-11-21T03:00:00Z  the delivery to billing shows kid-2 (version 7), not"
                                + " kid-1",
                        "2 credentials: 1 drifted, 0 not looked at since, 0 in a rollout")
                .doesNotContain("key/idle");
        assertThat(run("drift", "--all").out()).contains("key/idle    as known");
        assertThat(run("status").out())
                .contains("SOMEBODY ELSE CHANGED 1 credential", "1 credential not looked at since");
        Run accepted = run("accept-drift", "key/taken", "--reason", "the vendor called");
        assertThat(accepted.out()).isEqualTo("key/taken is accepted as it is; planning may go on\n");
        assertThat(governor.operations.orders).contains(new Order.AcceptDrift("key/taken", "the vendor called"));
        assertThat(run("accept-drift", "key/taken").code()).isEqualTo(ExitCode.BAD_INPUT.code());
    }

    @Test
    void everyVerbReachesTheEngine() {
        run("plan", "payments", "--reason", "quarterly");
        assertThat(run("hold", "r-1", "--owner", "ada", "--expires", "PT8H").code())
                .isZero();
        assertThat(run("resume", "r-1").code()).isZero();
        assertThat(run("waive", "r-1", "--reason", "looked", "--expires", "PT8H")
                        .code())
                .isZero();
        assertThat(run("retry", "r-1", "--cause", "firewall").code()).isZero();
        assertThat(run("promote", "r-1", "--ring", "canary").code()).isZero();
        assertThat(run("restore", "r-1", "--identity", "billing", "--reason", "odd")
                        .code())
                .isZero();
        assertThat(run("exclude", "r-1", "--identity", "billing", "--reason", "gone")
                        .code())
                .isZero();
        assertThat(run("halt", "r-1").code()).isZero();
        assertThat(governor.operations.orders)
                .contains(
                        new Order.Hold(
                                "r-1",
                                "ordered from the command line",
                                Optional.of("ada"),
                                Optional.of(new Expiry.After(Duration.ofHours(8)))),
                        new Order.Waive("r-1", "looked", new Expiry.After(Duration.ofHours(8))),
                        new Order.Retry("r-1", "firewall"),
                        new Order.Restore("r-1", Optional.empty(), Optional.of("billing"), "odd"),
                        new Order.Halt("r-1", "ordered from the command line"));
    }

    @Test
    void aRefusalPrintsCodeTextAndRemedyOfEachReason() {
        Run run = run("plan", "missing", "--reason", "r");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("E2001 ring plan missing is not applied\n    Apply it first.\n"
                        + "E2002 nothing selects billing\n    Add a ring.\n");
    }

    @Test
    void exitCodesTellWhatHappened() throws IOException {
        run("plan", "payments", "--reason", "quarterly");
        assertThat(run("resume", "r-1").code()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(run("start", "r-9").code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(run("status", "r-9").code()).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(run("start").code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run("strat", "r-1").code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(run("start", "r-1", "--token-file", approver.toString()).code())
                .isEqualTo(ExitCode.UNAUTHORIZED.code());
        Path wrong = Files.writeString(home.resolve("wrong"), "guess");
        assertThat(run("status", "--token-file", wrong.toString()).code()).isEqualTo(ExitCode.UNAUTHORIZED.code());
        governor.operations.broken = true;
        assertThat(run("start", "r-1").code()).isEqualTo(ExitCode.INTERNAL.code());
    }

    @Test
    void aGovernorThatIsNotThereIsExitCode6() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Run run = run("status", "--server", "http://127.0.0.1:" + port);
        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.code());
        assertThat(run.err()).contains("A6001", "governor serve");
    }

    @Test
    void aTokenNeverCrossesANetworkInClearAndMissingOnesAreSaid() {
        Run clear = run("status", "--server", "http://governor.example:7420");
        assertThat(clear.code()).isEqualTo(2);
        assertThat(clear.err()).contains("A6004", "in clear");
        Run missing = run("status", "--token-file", home.resolve("none").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("A6005", "governor serve");
        assertThat(missing.err() + clear.err()).doesNotContain(TestGovernor.OPERATOR);
    }

    @Test
    void jsonIsWhatTheGovernorSaid() throws Exception {
        Run plan = run("plan", "payments", "--reason", "quarterly", "--output", "json");
        assertThat(Json.parse(plan.out().getBytes(StandardCharsets.UTF_8))
                        .get("id")
                        .textValue())
                .isEqualTo("r-1");
        Run refused = run("resume", "r-1", "-o", "json");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(Json.parse(refused.out().getBytes(StandardCharsets.UTF_8))
                        .get("code")
                        .textValue())
                .isEqualTo("E3010");
    }

    @Test
    void filesAndFoldersAreAppliedAndProblemsKeepTheirPlace() throws IOException {
        Path folder = Files.createDirectories(home.resolve("rings"));
        Files.writeString(folder.resolve("b.yaml"), "kind: RingPlan");
        Files.writeString(folder.resolve("a.yml"), "kind: Identity");
        Files.writeString(folder.resolve("notes.txt"), "kind: Wrong");
        Run applied = run("apply", "--dry-run", folder.toString());
        assertThat(applied.out())
                .contains("Identity billing would be updated", "tier: NORMAL -> CRITICAL", "nothing was applied");
        assertThat(governor.operations.files())
                .extracting(name -> Path.of(name).getFileName().toString())
                .containsExactly("a.yml", "b.yaml");
        Path wrong = Files.writeString(home.resolve("w.yaml"), "kind: Wrong");
        Run refused = run("apply", wrong.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(wrong + ":1:7: D1001 kind Wrong is not known", "    Use Identity");
        assertThat(run("apply", home.resolve("none.yaml").toString()).err()).contains("there is no file");
    }

    @Test
    void watchFollowsEventsToTheEndAndTellsItByExitCode() {
        run("plan", "payments", "--reason", "quarterly");
        governor.operations.move("r-1", "RUNNING");
        CompletableFuture<Run> watching = CompletableFuture.supplyAsync(() -> run("watch", "r-1"));
        while (governor.operations.listeners.isEmpty()) {
            Thread.onSpinWait();
        }
        governor.operations.move("r-1", "COMPLETED");
        Run completed = watching.join();
        assertThat(completed.code()).as(completed.err()).isZero();
        assertThat(completed.out()).contains("r-1 (payments) is COMPLETED", "ring canary PASSED, 1/1 moved, 1 proven");
        Run restored = run("halt", "r-1", "--wait");
        assertThat(restored.code()).isEqualTo(ExitCode.NOT_COMPLETED.code());
        assertThat(restored.out())
                .contains(
                        "t0 first failed call",
                        "t2 all pointers back   2026-11-21T03:00:46Z  +6.0 s",
                        "9 failed calls by billing");
    }

    @Test
    void watchGivesUpAfterItsTimeout() {
        run("plan", "payments", "--reason", "quarterly");
        Run run = run("watch", "r-1", "--timeout", "PT0.1S");
        assertThat(run.code()).isEqualTo(ExitCode.STILL_RUNNING.code());
        assertThat(run.err()).contains("it goes on by itself");
        assertThat(run("watch", "r-9").code()).isEqualTo(ExitCode.NOT_FOUND.code());
    }

    @Test
    void barsAreDrawnWhereAPersonLooks() {
        var screen = new java.io.ByteArrayOutputStream();
        var out = new PrintStream(screen, true, StandardCharsets.UTF_8);
        try (BarProgress bars = new BarProgress(new Terminal(out, out, true))) {
            bars.show(Samples.rollout("r-1", "payments", "quarterly", "RUNNING", "alice"));
            bars.say("something \u001b[2J else");
            bars.show(Samples.rollout("r-2", "payments", "quarterly", "COMPLETED", "alice"));
        }
        String drawn = screen.toString(StandardCharsets.UTF_8);
        assertThat(drawn.lines().filter(line -> line.startsWith("r-1 ")).distinct())
                .allMatch(line -> line.contains("[") && line.length() < 80);
        // What was drawn is taken away before the next; what is said stays above.
        assertThat(drawn).contains("\u001b[", "A\r\u001b[J").doesNotContain("\u001b[2J");
    }

    @Test
    void aLowScreenShowsTheRingsThatMoveAndCountsTheRest() {
        var rollout = Samples.rollout("r-1", "payments", "quarterly", "RUNNING", "alice");
        assertThat(RingBar.lines(List.of(rollout), 1, 200)).hasSize(1);
        assertThat(RingBar.lines(List.of(rollout, rollout), 50, 30)).allMatch(line -> line.length() <= 30);
    }

    @Test
    void explainSaysWhyInWords() {
        run("plan", "payments", "--reason", "quarterly");
        governor.operations.move("r-1", "RESTORED");
        Run whole = run("explain", "r-1");
        assertThat(whole.code()).as(whole.err()).isZero();
        assertThat(whole.out())
                .contains(
                        "is RESTORED: halted: 9 authentication failures",
                        "asked for by alice: quarterly",
                        "Nobody has approved it.",
                        "Verdict PROMOTE",
                        "Target db-password@billing in ring canary is WATCHING",
                        "first failed on the candidate at",
                        "What the ledger says",
                        "#1 2026-11-21T03:00:00Z VERDICT canary by governor");
        assertThat(run("explain", "r-1", "--target", "db-password@billing").out())
                .doesNotContain("Ring canary is");
        assertThat(run("explain", "r-1", "--target", "db@none").code()).isEqualTo(ExitCode.NOT_FOUND.code());
    }

    @Test
    void exportGoesToStandardOutputOrANewFileOnly() throws IOException {
        assertThat(run("export").out()).isEqualTo("{\"sequence\":1}\n{\"sequence\":2}\n");
        Path file = home.resolve("ledger.jsonl");
        Path key = home.resolve("ledger.key");
        assertThat(run("export", "--file", file.toString(), "--key", key.toString())
                        .code())
                .isZero();
        assertThat(file).hasContent("{\"sequence\":1}\n{\"sequence\":2}");
        assertThat(key).hasContent("the public key");
        Run again = run("export", "--file", file.toString());
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("already there");
    }

    @Test
    void offlineChecksTellByExitCode() throws IOException {
        Path file = Files.writeString(home.resolve("ledger.jsonl"), "{}");
        assertThat(run("verify", file.toString()).out()).isEqualTo("42 entries, chain whole\n");
        finding = new Seams.Finding(false, List.of("entry 7 does not follow entry 6"));
        Run broken = run("verify", file.toString(), "--key", "k");
        assertThat(broken.code()).isEqualTo(ExitCode.VERIFICATION_FAILED.code());
        assertThat(broken.err()).contains("entry 7");
        Run replayed = run("replay", file.toString());
        assertThat(replayed.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(replayed.err()).contains("ring line: ");
    }

    @Test
    void lintNeedsNoGovernor() throws IOException {
        governor.close();
        Path file = Files.writeString(
                home.resolve("a.yaml"), "{kind: Identity, id: billing, owner: team, cadence: PT1S, labels: {}}");
        assertThat(run("lint", file.toString()).out()).isEqualTo("1 document in 1 file: no problem found\n");
        Path wrong = Files.writeString(home.resolve("b.yaml"), "wrong");
        Run run = run("lint", wrong.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(wrong + ":1:1");
        governor = new TestGovernor();
    }

    @Test
    void serveStartsEmbeddedAndSaysWhereTheTokensLieButNotWhatTheyAre() throws IOException {
        Files.delete(operator);
        Run run = run("serve");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("made token " + operator)
                .doesNotContain(Files.readString(operator).trim());
        assertThat(served.get(0).connectors()).containsKey("local");
        Path config = Files.writeString(home.resolve("c.json"), "{\"dat\":1}");
        Run wrong = run("serve", "--config", config.toString());
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("C1003 dat is not a known field", "Did you mean data?");
    }

    @Test
    void helpNamesTheCommandsAndTheExitCodes() {
        String help = run("--help").out();
        for (String command : List.of(
                "serve",
                "apply",
                "plan",
                "approve",
                "start",
                "watch",
                "status",
                "hold",
                "resume",
                "promote",
                "halt",
                "restore",
                "exclude",
                "retry",
                "waive",
                "drift",
                "accept-drift",
                "replay",
                "explain",
                "export",
                "verify",
                "lint")) {
            assertThat(help).contains("  " + command);
        }
        for (ExitCode code : ExitCode.values()) {
            assertThat(help.replaceAll("\\s+", " ")).contains(code.code() + " " + code.text());
        }
        assertThat(run("watch", "--help").out()).contains("Exit codes:");
    }

    @Test
    void textOfServersCannotSteerTheTerminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Terminal(new PrintStream(out), new PrintStream(out), false).line("a\u001b[2Jb\rc\u202e");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\\u001b[2Jb\\u000dc\\u202e\n");
    }

    private Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        Seams seams = new Seams(
                (config, say) -> served.add(config),
                text -> {
                    throw new IllegalArgumentException("no YAML here");
                },
                (file, key) -> finding);
        Map<String, String> environment =
                Map.of("GOVERNOR_SERVER", governor.uri("").toString());
        int code = Cli.run(arguments, seams, terminal, environment, home, List.of());
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
