package io.nhigovernor.governor.rollout;

import io.nhigovernor.governor.plan.Plan;
import io.nhigovernor.governor.plan.PlannedCredential;
import io.nhigovernor.governor.plan.PlannedRing;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.OverlapWaiver;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.spi.CapabilityClass;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.DeliveryCapabilities;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.RelyingParty;
import io.nhigovernor.spi.TargetId;
import io.nhigovernor.spi.VerifierCapabilities;
import io.nhigovernor.spi.VerifierCapabilities.Attribution;
import io.nhigovernor.spi.VerifierCapabilities.Disable;
import io.nhigovernor.spi.VerifierCapabilities.Mint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan in the words at the head of a transcript:
 *
 * <pre>
 * credential db-1: at ledger audit; disable none
 * ring canary: db-1@billing; approvals 1; quiet 5s
 * plan: takes 2h; watch 10s; brown out 5s; quarantine 10s; on restore rollout; overlap waived by vera; authors vera
 * </pre>
 */
final class PlanText {
    private static final String DIGEST = "sha256:plan";

    private final Map<String, Settings> credentials = new LinkedHashMap<>();
    private final Map<String, Settings> rings = new LinkedHashMap<>();
    private Settings plan = new Settings("");

    /** True if the line belongs to the plan. */
    boolean take(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String head = line.substring(0, colon);
        var settings = new Settings(line.substring(colon + 1));
        if (head.startsWith("credential ")) {
            credentials.put(head.substring("credential ".length()), settings);
        } else if (head.startsWith("ring ")) {
            rings.put(head.substring("ring ".length()), settings);
        } else if (head.equals("plan")) {
            plan = settings;
        } else {
            return false;
        }
        return true;
    }

    Plan plan() {
        List<PlannedRing> plannedRings = new ArrayList<>();
        rings.forEach((name, settings) -> plannedRings.add(new PlannedRing(ring(name, settings), members(settings))));
        List<PlannedCredential> planned = new ArrayList<>();
        credentials.forEach((id, settings) -> planned.add(credential(id, settings, plannedRings)));
        var ringPlan = new RingPlan(
                "story",
                Selector.ids(List.copyOf(credentials.keySet())),
                Selector.ids(List.of()),
                RingPlan.DEFAULT_BASELINE,
                plan.duration("watch", 10),
                plan.duration("quarantine", 10),
                plan.has("on restore rollout") ? RingPlan.OnRestore.ROLLOUT : RingPlan.OnRestore.RING,
                plannedRings.stream().map(PlannedRing::ring).toList(),
                plan.value("overlap waived by")
                        .map(by -> new OverlapWaiver(by, "the plan says so", Instant.parse("2100-01-01T00:00:00Z"))),
                plan.value("brown out").map(Commands::duration));
        return new Plan(
                DIGEST,
                ringPlan,
                planned,
                plannedRings,
                List.of(),
                plan.duration("takes", 0),
                CapabilityClass.weakest(
                        planned.stream().map(PlannedCredential::capabilityClass).toList()),
                "",
                "",
                List.of(),
                List.of(),
                Optional.empty(),
                plan.has("compromised") ? Mode.COMPROMISED : Mode.ROUTINE,
                plan.value("authors").map(text -> List.of(text.split(" "))).orElse(List.of()));
    }

    private static List<TargetId> members(Settings settings) {
        return List.of(settings.first().split(" ")).stream()
                .map(TargetId::parse)
                .sorted()
                .toList();
    }

    private static Ring ring(String name, Settings settings) {
        Gate defaults = Gate.defaults();
        var gate = new Gate(
                defaults.signals(),
                defaults.settle(),
                defaults.maxCacheTtl(),
                defaults.minWindow(),
                defaults.maxWindow(),
                defaults.promise(),
                defaults.unattributed(),
                defaults.alpha(),
                defaults.probation(),
                settings.has("manual"));
        return new Ring(
                name,
                Selector.ids(List.of(name)),
                gate,
                settings.value("approvals").map(Integer::parseInt).orElse(0),
                settings.duration("quiet", 2),
                settings.duration("adopt by", 60),
                settings.duration("return by", 60));
    }

    private static PlannedCredential credential(String id, Settings settings, List<PlannedRing> rings) {
        List<String> holders = rings.stream()
                .flatMap(ring -> ring.members().stream())
                .filter(target -> target.credential().equals(id))
                .map(TargetId::identity)
                .toList();
        List<RelyingParty> parties =
                settings.value("at").map(text -> List.of(text.split(" "))).orElse(List.of()).stream()
                        .map(name -> new RelyingParty(name, URI.create("https://" + name + ".test")))
                        .toList();
        boolean signed = settings.has("mint key-signed");
        var connector = ConnectorSettings.of("pretend", Map.of());
        var credential = new Credential(
                id,
                signed ? CredentialKind.CERTIFICATE : CredentialKind.SECRET,
                holders,
                connector,
                connector,
                parties);
        Disable disable = settings.has("disable none")
                ? Disable.NONE
                : settings.has("disable recreate") ? Disable.RECREATE : Disable.REVERSIBLE;
        var verifier = new VerifierCapabilities(
                !settings.has("no overlap"),
                !settings.has("unconditional disable"),
                signed ? Mint.CALLER_KEY_SIGNED : Mint.CALLER,
                disable,
                settings.has("unattributed") ? Attribution.NONE : Attribution.DIRECT,
                settings.duration("settle", 0));
        var delivery = new DeliveryCapabilities(!settings.has("unconditional pointer"), 3);
        return new PlannedCredential(
                credential,
                verifier,
                delivery,
                CapabilityClass.of(verifier, delivery),
                settings.value("uncovered").map(List::of).orElse(List.of()),
                new Fingerprint(id + "-a"),
                settings.value("prior until").map(Instant::parse));
    }

    /** {@code first; key value; flag}. */
    private static final class Settings {
        private final List<String> parts;

        Settings(String text) {
            parts = List.of(text.trim().split("\\s*;\\s*"));
        }

        String first() {
            return parts.getFirst();
        }

        boolean has(String flag) {
            return parts.contains(flag);
        }

        Optional<String> value(String key) {
            return parts.stream()
                    .filter(part -> part.startsWith(key + " "))
                    .map(part -> part.substring(key.length() + 1))
                    .findFirst();
        }

        Duration duration(String key, int seconds) {
            return value(key).map(Commands::duration).orElse(Duration.ofSeconds(seconds));
        }
    }
}
