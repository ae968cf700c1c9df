package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The digest every forward intent carries (S13): over all that decides what a rollout does, nothing that only describes it. */
final class PlanDigest {
    private PlanDigest() {}

    static String of(
            RingPlan ringPlan,
            List<PlannedCredential> credentials,
            List<PlannedRing> rings,
            List<TargetId> control,
            Mode mode) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("format", "nhi-governor plan 1");
        form.put("ringPlan", DocumentForm.ringPlan(ringPlan));
        form.put("credentials", credentials.stream().map(PlanDigest::credential).toList());
        form.put("rings", rings.stream().map(PlanDigest::ring).toList());
        form.put("control", texts(control));
        if (mode != Mode.ROUTINE) {
            form.put("mode", mode.name());
        }
        return CanonicalForm.digest(form);
    }

    private static Map<String, Object> credential(PlannedCredential planned) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("credential", DocumentForm.credential(planned.credential()));
        form.put("verifier", verifier(planned.verifier()));
        form.put("delivery", delivery(planned.delivery()));
        form.put("class", planned.capabilityClass().name());
        form.put("uncovered", planned.uncovered());
        form.put("prior", planned.prior().value());
        form.put("priorExpires", planned.priorExpires().map(Instant::toString).orElse(""));
        return form;
    }

    private static Map<String, Object> verifier(VerifierCapabilities can) {
        return Map.of(
                "overlap", can.overlap(),
                "conditionalDisable", can.conditionalDisable(),
                "mint", can.mint().name(),
                "disable", can.disable().name(),
                "attribution", can.attribution().name(),
                "settle", can.settle().toString());
    }

    private static Map<String, Object> delivery(DeliveryCapabilities can) {
        return Map.of("conditionalPointer", can.conditionalPointer(), "generationsKept", can.generationsKept());
    }

    private static Map<String, Object> ring(PlannedRing planned) {
        return Map.of("ring", DocumentForm.ring(planned.ring()), "members", texts(planned.members()));
    }

    private static List<String> texts(List<TargetId> targets) {
        return targets.stream().map(TargetId::toString).toList();
    }
}
