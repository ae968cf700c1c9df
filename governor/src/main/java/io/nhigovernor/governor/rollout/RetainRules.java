package io.nhigovernor.governor.rollout;

import java.util.Optional;

/** Stands before every intent that takes the prior away; asked in the step that would record it. */
final class RetainRules {
    private RetainRules() {}

    /** True if the prior must stay: the rollout is then held, with the reason, until a human says resume. */
    static boolean stays(Stepping step, CredentialChange change) {
        Optional<String> reason = step.retained.of(change.credential());
        String key = "retained/" + change.credential();
        if (reason.isEmpty()) {
            step.errandDone(key);
            return false;
        }
        boolean first = step.count(key) == 1;
        String why = "the prior of " + change.credential() + " is retained: " + reason.get();
        if (step.running()) {
            step.hold("governor", why);
            step.alarm(change.credential(), why + "; take the label away, then resume");
        } else if (first) {
            step.alarm(change.credential(), why + "; its destruction waits until the label is taken away");
        }
        return true;
    }
}
