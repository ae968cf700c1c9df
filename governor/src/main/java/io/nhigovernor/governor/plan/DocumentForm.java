package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.plan.Document.CredentialDocument;
import io.nhigovernor.governor.plan.Document.IdentityDocument;
import io.nhigovernor.governor.plan.Document.Kind;
import io.nhigovernor.governor.plan.Document.RingPlanDocument;
import io.nhigovernor.governor.plan.Document.ScheduleDocument;
import io.nhigovernor.governor.ring.Gate;
import io.nhigovernor.governor.ring.Mode;
import io.nhigovernor.governor.ring.OverlapWaiver;
import io.nhigovernor.governor.ring.Ring;
import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.ring.Selector;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.governor.schedule.Window;
import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.RelyingParty;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A document as the tree its author could have written, with every default spelled out: maps, lists, text, numbers and
 * booleans. Stored text, dry-run differences and the plan's digest are all made from it.
 */
public final class DocumentForm {
    private DocumentForm() {}

    public static Map<String, Object> of(Document document) {
        return switch (document) {
            case IdentityDocument it -> identity(it.identity());
            case CredentialDocument it -> credential(it);
            case RingPlanDocument it -> ringPlan(it.ringPlan());
            case ScheduleDocument it -> schedule(it.schedule());
        };
    }

    private static Map<String, Object> identity(Identity identity) {
        Map<String, Object> form = head(Kind.IDENTITY, identity.id());
        form.put("owner", identity.owner());
        form.put("tier", lower(identity.tier()));
        form.put("cadence", identity.cadence().toString());
        form.put("labels", identity.labels());
        return form;
    }

    private static Map<String, Object> credential(CredentialDocument document) {
        Map<String, Object> form = credential(document.credential());
        form.put("labels", document.labels());
        return form;
    }

    /** The credential alone, without the labels it is selected by. */
    static Map<String, Object> credential(Credential credential) {
        Map<String, Object> form = head(Kind.CREDENTIAL, credential.id());
        form.put("type", credential.kind().name());
        form.put("holders", credential.holders());
        form.put("verifier", settings(credential.verifier()));
        form.put("delivery", settings(credential.delivery()));
        form.put(
                "relyingParties",
                credential.relyingParties().stream()
                        .map(DocumentForm::relyingParty)
                        .toList());
        return form;
    }

    private static Map<String, Object> relyingParty(RelyingParty party) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", party.name());
        form.put("address", party.address().toString());
        return form;
    }

    private static Map<String, Object> settings(ConnectorSettings settings) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("connector", settings.connector());
        form.putAll(settings.settings());
        return form;
    }

    static Map<String, Object> ringPlan(RingPlan plan) {
        Map<String, Object> form = head(Kind.RING_PLAN, plan.id());
        form.put("credentials", selector(plan.credentials(), "ids"));
        if (!plan.control().empty()) {
            form.put("control", selector(plan.control(), "identities"));
        }
        form.put("baseline", plan.baseline().toString());
        form.put("watch", plan.watch().toString());
        plan.brownOut().ifPresent(length -> form.put("brownOut", length.toString()));
        form.put("quarantine", plan.quarantine().toString());
        form.put("onRestore", lower(plan.onRestore()));
        plan.waiver().ifPresent(waiver -> form.put("waiver", waiver(waiver)));
        form.put("rings", plan.rings().stream().map(DocumentForm::ring).toList());
        return form;
    }

    private static Map<String, Object> waiver(OverlapWaiver waiver) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("overlap", "none");
        form.put("by", waiver.by());
        form.put("cause", waiver.cause());
        form.put("until", waiver.until().toString());
        return form;
    }

    static Map<String, Object> ring(Ring ring) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("name", ring.name());
        form.put("select", selector(ring.select(), "identities"));
        form.put("gate", gate(ring.gate()));
        form.put("approvals", ring.approvals());
        form.put("quiet", ring.quiet().toString());
        form.put("adoptBy", ring.adoptBy().toString());
        form.put("returnBy", ring.returnBy().toString());
        return form;
    }

    private static Map<String, Object> selector(Selector selector, String idsField) {
        Map<String, Object> form = new LinkedHashMap<>();
        if (!selector.labels().isEmpty()) {
            form.put("labels", selector.labels());
        }
        if (!selector.ids().isEmpty()) {
            form.put(idsField, selector.ids());
        }
        selector.percent().ifPresent(percent -> form.put("percent", percent));
        return form;
    }

    /** A gate as it stands in a ring, and in the first line of a recorded stream. */
    public static Map<String, Object> gate(Gate gate) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("signals", gate.signals().stream().map(Enum::name).toList());
        form.put("settle", gate.settle().toString());
        form.put("maxCacheTtl", gate.maxCacheTtl().toString());
        form.put("minWindow", gate.minWindow().toString());
        form.put("maxWindow", gate.maxWindow().toString());
        switch (gate.promise()) {
            case Gate.Promise.ProofOfLife life -> form.put("promise", "proof-of-life");
            case Gate.Promise.Excess excess ->
                excess.delta().ifPresent(delta -> form.put("promise", Map.of("excess", delta)));
        }
        form.put("unattributed", lower(gate.unattributed()));
        form.put("alpha", gate.alpha());
        gate.probation().ifPresent(probation -> {
            Map<String, Object> shares = new LinkedHashMap<>();
            shares.put("accounts", probation.accounts());
            shares.put("calls", probation.calls());
            form.put("probation", shares);
        });
        form.put("manual", gate.manual());
        return form;
    }

    private static Map<String, Object> schedule(Schedule schedule) {
        Map<String, Object> form = head(Kind.SCHEDULE, schedule.id());
        form.put("ringPlan", schedule.ringPlan());
        form.put("reason", schedule.reason());
        switch (schedule.trigger()) {
            case Schedule.Once once -> form.put("once", once.at().toString());
            case Schedule.Every every -> {
                form.put("every", every.period().toString());
                every.from().ifPresent(from -> form.put("from", from.toString()));
            }
            case Schedule.BeforeExpiry before ->
                form.put("beforeExpiry", before.lead().toString());
        }
        if (schedule.mode() != Mode.ROUTINE) {
            form.put("mode", lower(schedule.mode()));
        }
        schedule.window().ifPresent(window -> form.put("window", window(window)));
        return form;
    }

    private static Map<String, Object> window(Window window) {
        List<String> days = new ArrayList<>();
        for (DayOfWeek day : window.days()) {
            days.add(day.getDisplayName(TextStyle.SHORT, Locale.ROOT).toLowerCase(Locale.ROOT));
        }
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("days", days);
        form.put("from", window.from().toString());
        form.put("to", window.to().toString());
        form.put("zone", window.zone().getId());
        return form;
    }

    private static Map<String, Object> head(Kind kind, String id) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("kind", kind.word());
        form.put("id", id);
        return form;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
