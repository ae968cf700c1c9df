package io.nhigovernor.governor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The documents of one world: who moves in which ring, who shares a credential with whom, who is held back. */
final class WorldDocuments {
    private static final int CONTROL = 4;
    /** What a plan asks of people where every swap is an outage. */
    private static final String ONE_VALUE =
            "waiver: {overlap: none, by: mia, cause: one password per account, until: \"2031-01-01T00:00:00Z\"}\n";

    private final SplittableRandom random;
    private final boolean singleValued;
    private final StringBuilder yaml = new StringBuilder();
    private int credentials;

    /** @param singleValued one swap reaches every holder, so they stand in one ring */
    WorldDocuments(SplittableRandom random, boolean singleValued) {
        this.random = random;
        this.singleValued = singleValued;
    }

    String draw(String onRestore) {
        List<String> first = members(0, 1 + random.nextInt(2));
        List<String> second = members(first.size(), 1 + random.nextInt(4));
        if (singleValued) {
            shared(first);
            shared(second);
        } else {
            List<String> all = new ArrayList<>(first);
            all.addAll(second);
            shared(all);
        }
        for (int member = 0; member < CONTROL; member++) {
            SimulationTest.account(yaml, "c-" + member, "group: control");
        }
        yaml.append(SimulationTest.ringPlan(onRestore, singleValued ? 2 : random.nextInt(2)));
        return yaml.append(singleValued ? ONE_VALUE : "").toString();
    }

    private List<String> members(int from, int count) {
        List<String> members = new ArrayList<>();
        for (int member = from; member < from + count; member++) {
            identity(yaml, "m-" + member, "ring: \"" + (from == 0 ? 0 : 1) + "\", group: moving");
            members.add("m-" + member);
        }
        return members;
    }

    private void shared(List<String> left) {
        while (!left.isEmpty()) {
            List<String> holders = new ArrayList<>();
            int many = random.nextInt(3) == 0 ? 2 : 1;
            while (holders.size() < many && !left.isEmpty()) {
                holders.add(left.remove(random.nextInt(left.size())));
            }
            credential(yaml, "key/" + credentials++, holders, "group: moving");
        }
    }

    static void identity(StringBuilder yaml, String id, String labels) {
        yaml.append("""
                kind: Identity
                id: %1$s
                owner: team
                cadence: PT1S
                labels: {%2$s}
                ---
                """.formatted(id, labels));
    }

    static void credential(StringBuilder yaml, String id, List<String> holders, String labels) {
        yaml.append("""
                kind: Credential
                id: %1$s
                type: OIDC_KEY
                holders: [%2$s]
                verifier: {connector: memory}
                delivery: {connector: memory}
                relyingParties:
                  - {name: service, address: "https://127.0.0.1:1/prove"}
                labels: {%3$s}
                ---
                """.formatted(id, String.join(", ", holders), labels));
    }
}
