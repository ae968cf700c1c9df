package io.nhigovernor.samples.estate.proof;

import static io.nhigovernor.samples.estate.proof.Ambush.Side.AFTER;
import static io.nhigovernor.samples.estate.proof.Ambush.Side.BEFORE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Where the governor will die: every kind of operation on both sides of its effect, and every kind of proof. */
final class Traps {
    private static final String SILENT = "/breakages/caller-silent";

    private final Outside outside;
    private final List<Trap> traps = new ArrayList<>();

    private Traps(Outside outside) {
        this.outside = outside;
    }

    /**
     * @param estate where the spare's caller is told to be silent, so that only a proof can tell how the prior is
     * @param spareRollout the id that the spare's rollout will have
     */
    static List<Trap> set(Outside outside, Relay relay, Api estate, String spareRollout) {
        var set = new Traps(outside);
        set.secret();
        set.key();
        set.certificate();
        set.spare(relay, estate, spareRollout);
        return List.copyOf(set.traps);
    }

    private void secret() {
        add("STAGE", target("secret", "secret-0-0"), BEFORE, fromTheStart());
        add("PROMOTE", target("secret", "secret-1-0"), AFTER, after("ADMIT", "secret/secret-1-0"));
        add("STAGE", target("secret", "secret-2-0"), AFTER, after("STAGE", target("secret", "secret-1-1")));
        add("DISABLE", "secret/secret-0-1", BEFORE, after("ADMIT", "secret/secret-0-1"));
        add("DESTROY", "secret/secret-1-1", BEFORE, after("DISABLE", "secret/secret-1-1"));
        add("DISCARD", target("secret", "secret-2-1"), BEFORE, after("DISABLE", "secret/secret-2-1"));
    }

    private void key() {
        add("PROMOTE", target("key", "key-1-0"), BEFORE, after("ADMIT", "key/key-1-0"));
        add("ADMIT", "key/key-2-0", AFTER, fromTheStart());
        add("DISABLE", "key/key-0-1", AFTER, after("ADMIT", "key/key-0-1"));
        add("DESTROY", "key/key-1-1", AFTER, after("DISABLE", "key/key-1-1"));
        add("DISCARD", target("key", "key-2-1"), AFTER, after("DISABLE", "key/key-2-1"));
    }

    private void certificate() {
        add("ADMIT", "certificate/certificate-0-0", BEFORE, fromTheStart());
        // The second staging, where the key is joined with the chain that the verifier signed, comes at once after
        // that.
        var first = target("certificate", "certificate-0-0");
        add("STAGE", first, BEFORE, intended("ADMIT", "certificate/certificate-0-0"));
        add("REPOINT", first, AFTER, after("PROMOTE", first));
        var reports = target("certificate", "reports-2-0");
        add("REPOINT", reports, BEFORE, after("PROMOTE", reports));
        add("WITHDRAW", "certificate/certificate-1-1", BEFORE, after("ADMIT", "certificate/certificate-1-1"));
        var second = target("certificate", "certificate-2-0");
        add("DISCARD", second, AFTER, after("REPOINT", second));
    }

    /** Quarantined, ordered back, halted: the only way through an ENABLE. */
    private void spare(Relay relay, Api estate, String rollout) {
        traps.add(new ProofTrap(relay, "CANDIDATE", fromTheStart(), api -> {}));
        add("ENABLE", Spare.CREDENTIAL, BEFORE, after("DISABLE", Spare.CREDENTIAL));
        traps.add(new ProofTrap(relay, "PRIOR_GONE", after("PROMOTE", Spare.TARGET), api -> {
            estate.post(SILENT, JsonNodeFactory.instance.objectNode().put("identity", Spare.IDENTITY));
            var order = JsonNodeFactory.instance.objectNode();
            order.put("identity", Spare.IDENTITY).put("reason", "its quarantine is interrupted");
            api.post("/v1/rollouts/" + rollout + "/restore", order);
        }));
        // Shut with the intent, while the effect still waits for its lock: the proof follows the effect at once.
        traps.add(new ProofTrap(relay, "PRIOR_BACK", intended("ENABLE", Spare.CREDENTIAL), api -> {
            var order = JsonNodeFactory.instance.objectNode().put("reason", "enough seen");
            api.post("/v1/rollouts/" + rollout + "/halt", order);
            estate.delete(SILENT);
        }));
        add("WITHDRAW", Spare.CREDENTIAL, AFTER, after("REPOINT", Spare.TARGET));
    }

    private void add(String operation, String subject, Ambush.Side side, Predicate<Entry> from) {
        traps.add(new Ambush(outside, operation, subject, side, from));
    }

    private static String target(String family, String identity) {
        return family + "/" + identity + "@" + identity;
    }

    private static Predicate<Entry> fromTheStart() {
        return entry -> true;
    }

    private static Predicate<Entry> intended(String operation, String subject) {
        return entry -> entry.isIntent() && entry.of(operation, subject);
    }

    private static Predicate<Entry> after(String operation, String subject) {
        return entry -> entry.applied(operation, subject);
    }
}
