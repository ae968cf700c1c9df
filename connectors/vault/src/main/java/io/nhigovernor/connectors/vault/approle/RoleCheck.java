package io.nhigovernor.connectors.vault.approle;

import io.nhigovernor.connectors.vault.approle.AppRole.Found;
import io.nhigovernor.connectors.vault.approle.AppRole.SecretId;
import io.nhigovernor.connectors.vault.approle.AppRole.Terms;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.spi.Material;
import io.nhigovernor.spi.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Whether the secret ids of a role live through a rotation: everything that stands against it, with the way out of each. */
final class RoleCheck {
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    private final InstantSource clock;
    /** By mount, when it was last seen not to lock roles out; by role, when its terms were last seen to be good. */
    private final Map<String, Instant> seenGood = new ConcurrentHashMap<>();

    RoleCheck(InstantSource clock) {
        this.clock = clock;
    }

    /** What stands against it at any time: a lockout takes the prior away together with a broken candidate. */
    List<String> lockout(AppRole role, Deadline deadline) {
        return good(role.mount(), () -> role.lockout(deadline).stream().toList());
    }

    /**
     * What stands against beginning one.
     *
     * @param inUse the secret id that consumers have, if the role accepts it
     * @param value its value again, for one login
     */
    List<String> terms(
            AppRole role, Optional<SecretId> inUse, Supplier<Reading<Optional<Material>>> value, Deadline deadline) {
        var against = new ArrayList<>(good(role.mount() + "/" + role.role(), () -> of(role, value, deadline)));
        inUse.ifPresent(id -> {
            id.usesLeft()
                    .ifPresent(uses -> against.add("the secret id that consumers have ends after " + uses
                            + " more logins (secret_id_num_uses); give them one that is not counted, and adopt that"));
            if (!id.ranges().isEmpty()) {
                against.add("the secret id that consumers have is bound to " + String.join(", ", id.ranges())
                        + ", which a new one would not be; bind the role instead, and give them one that is not bound");
            }
        });
        return against;
    }

    private static List<String> of(AppRole role, Supplier<Reading<Optional<Material>>> value, Deadline deadline) {
        return switch (role.terms(deadline)) {
            case Found.Failed<Terms> failed ->
                List.of("what the role " + role.role() + " puts on its secret ids cannot be read (auth/" + role.mount()
                        + "/role/" + role.role() + "): " + failed.answer().told());
            case Found.Known<Terms> known -> {
                var against = new ArrayList<String>();
                var terms = known.value();
                if (!terms.asksForOne()) {
                    against.add(
                            "the role " + role.role() + " lets anybody in who knows its role id; bind_secret_id=true");
                }
                terms.uses()
                        .ifPresent(uses -> against.add("the role " + role.role() + " ends each secret id after " + uses
                                + " logins, the governor's proofs among them; secret_id_num_uses=0"));
                if (!terms.ranges().isEmpty()) {
                    keptOut(role, value.get(), deadline)
                            .ifPresent(why -> against.add("the role " + role.role() + " lets in "
                                    + String.join(", ", terms.ranges()) + " alone, and the governor could not prove a"
                                    + " secret id (" + why + "); add its address to secret_id_bound_cidrs"));
                }
                yield against;
            }
        };
    }

    /** Only Vault knows from which address it sees the governor come: one login with what is in use tells. */
    private static Optional<String> keptOut(AppRole role, Reading<Optional<Material>> value, Deadline deadline) {
        return switch (value) {
            case Reading.Unreadable<Optional<Material>> unreadable -> Optional.of(unreadable.reason());
            case Reading.Known<Optional<Material>> known -> {
                try (var material = known.value().orElse(null)) {
                    if (material == null) {
                        // Nothing is in use yet; what is missing is told by whoever looks for it.
                        yield Optional.empty();
                    }
                    yield switch (role.login(material.secret(), deadline)) {
                        case Answer.Found found -> Optional.empty();
                        case Answer.Absent absent -> Optional.of(absent.told());
                        case Answer.Busy busy -> Optional.of(busy.told());
                        case Answer.Lost lost -> Optional.of(lost.told());
                        // That the value is not accepted is no matter of addresses.
                        case Answer.Refused refused ->
                            refused.complaint() == Complaint.INVALID_LOGIN
                                    ? Optional.empty()
                                    : Optional.of(refused.told());
                    };
                }
            }
        };
    }

    private List<String> good(String what, Supplier<List<String>> look) {
        var now = clock.instant();
        var seen = seenGood.get(what);
        if (seen != null && now.isBefore(seen.plus(GOOD_FOR))) {
            return List.of();
        }
        var against = look.get();
        if (against.isEmpty()) {
            seenGood.put(what, now);
        }
        return against;
    }
}
