package io.nhigovernor.governor.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verbs, each with the words it needs. */
final class Verbs {
    private Verbs() {}

    static List<VerbCommand> all(Session session) {
        return List.of(
                new Approve(session),
                new Waive(session),
                new Retry(session),
                new Start(session),
                new Hold(session),
                new Resume(session),
                new Promote(session),
                new Halt(session),
                new Restore(session),
                new Exclude(session));
    }

    @Command(name = "approve", description = "Approve exactly the plan of this digest. Never by who proposed it.")
    static final class Approve extends VerbCommand {
        @Option(names = "--digest", required = true, paramLabel = "DIGEST", description = "as the plan shows it")
        String digest = "";

        Approve(Session session) {
            super(session, "approve");
        }

        @Override
        String tokenName() {
            return "approver";
        }

        @Override
        Map<String, String> body() {
            return Map.of("digest", digest);
        }
    }

    @Command(
            name = "waive",
            description = "Let a rollout begin in spite of restores, or be tried again without new evidence."
                    + " Never by who proposed it.")
    static final class Waive extends VerbCommand {
        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; goes into the ledger")
        String reason = "";

        @Option(
                names = "--expires",
                required = true,
                paramLabel = "WHEN",
                description = "until when it counts, PT8H or an instant")
        String expires = "";

        Waive(Session session) {
            super(session, "waive");
        }

        @Override
        String tokenName() {
            return "approver";
        }

        @Override
        Map<String, String> body() {
            return Map.of("reason", reason, "expires", expires);
        }
    }

    @Command(name = "retry", description = "Plan a restored rollout anew, from ring 0.")
    static final class Retry extends VerbCommand {
        @Option(
                names = "--cause",
                required = true,
                paramLabel = "TEXT",
                description = "why it was restored; goes into the ledger")
        String cause = "";

        Retry(Session session) {
            super(session, "retry");
        }

        @Override
        Map<String, String> body() {
            return Map.of("cause", cause);
        }
    }

    @Command(name = "start", description = "Start an approved rollout.")
    static final class Start extends VerbCommand {
        @Option(names = "--wait", description = "watch it to its end; the exit code says how it ended")
        boolean wait;

        Start(Session session) {
            super(session, "start");
        }

        @Override
        Map<String, String> body() {
            return Map.of();
        }

        @Override
        boolean waits() {
            return wait;
        }
    }

    /** A verb that says why; from a person in a hurry a stock sentence is enough. */
    abstract static class WithReason extends VerbCommand {
        @Option(names = "--reason", paramLabel = "TEXT", description = "why; goes into the ledger")
        String reason = "ordered from the command line";

        WithReason(Session session, String verb) {
            super(session, verb);
        }

        @Override
        Map<String, String> body() {
            return Map.of("reason", reason);
        }
    }

    @Command(
            name = "hold",
            description = "Nothing forward until resume; nothing is undone. A held rollout is taken over.")
    static final class Hold extends WithReason {
        @Option(names = "--owner", paramLabel = "NAME", description = "who looks after it; you, if not said")
        @Nullable
        String owner;

        @Option(
                names = "--expires",
                paramLabel = "WHEN",
                description =
                        "when its owner is called, PT8H or an instant; in 4 h, if not said. Nothing is resumed by it")
        @Nullable
        String expires;

        Hold(Session session) {
            super(session, "hold");
        }

        @Override
        Map<String, String> body() {
            Map<String, String> body = new TreeMap<>(super.body());
            if (owner != null) {
                body.put("owner", owner);
            }
            if (expires != null) {
                body.put("expires", expires);
            }
            return body;
        }
    }

    @Command(name = "resume", description = "Go on after a hold.")
    static final class Resume extends VerbCommand {
        Resume(Session session) {
            super(session, "resume");
        }

        @Override
        Map<String, String> body() {
            return Map.of();
        }
    }

    @Command(name = "promote", description = "Let a ring with a manual gate go on. Never stands in for evidence.")
    static final class Promote extends VerbCommand {
        @Option(names = "--ring", required = true, paramLabel = "RING", description = "name of the ring")
        String ring = "";

        Promote(Session session) {
            super(session, "promote");
        }

        @Override
        Map<String, String> body() {
            return Map.of("ring", ring);
        }
    }

    @Command(name = "halt", description = "End the rollout: everything started goes back to the prior.")
    static final class Halt extends WithReason {
        @Option(names = "--wait", description = "watch it to its end; the exit code says how it ended")
        boolean wait;

        Halt(Session session) {
            super(session, "halt");
        }

        @Override
        boolean waits() {
            return wait;
        }
    }

    @Command(name = "restore", description = "One ring, or one identity, goes back; the rollout is held.")
    static final class Restore extends WithReason {
        @ArgGroup(multiplicity = "1")
        What what = new What();

        /** Exactly one of both. */
        static final class What {
            @Option(names = "--ring", required = true, paramLabel = "RING", description = "name of the ring")
            @Nullable
            String ring;

            @Option(names = "--identity", required = true, paramLabel = "IDENTITY", description = "id of the identity")
            @Nullable
            String identity;
        }

        Restore(Session session) {
            super(session, "restore");
        }

        @Override
        Map<String, String> body() {
            return what.ring != null
                    ? Map.of("ring", what.ring, "reason", reason)
                    : Map.of("identity", String.valueOf(what.identity), "reason", reason);
        }
    }

    @Command(name = "exclude", description = "A restored identity leaves the rollout.")
    static final class Exclude extends VerbCommand {
        @Option(names = "--identity", required = true, paramLabel = "IDENTITY", description = "id of the identity")
        String identity = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; goes into the ledger")
        String reason = "";

        Exclude(Session session) {
            super(session, "exclude");
        }

        @Override
        Map<String, String> body() {
            return Map.of("identity", identity, "reason", reason);
        }
    }
}
