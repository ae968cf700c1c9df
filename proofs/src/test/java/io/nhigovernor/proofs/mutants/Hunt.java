package io.nhigovernor.proofs.mutants;

import io.nhigovernor.governor.rollout.RandomLives;

/** Lives random lives on whatever core stands first on the class path, and says which broke a promise. */
final class Hunt {
    static final String KILLED = "killed by ";
    static final String SURVIVED = "survived ";

    private Hunt() {}

    /** @param arguments how many lives at most */
    public static void main(String[] arguments) {
        long lives = Long.parseLong(arguments[0]);
        System.out.println(RandomLives.firstBreak(0, lives)
                .map(found -> KILLED + "walk.seed=" + found.seed() + ": "
                        + found.what().lines().findFirst().orElse(""))
                .orElse(SURVIVED + lives + " lives"));
    }
}
