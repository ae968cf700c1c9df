package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.document.DocumentText;
import io.nhigovernor.governor.document.Documents;
import io.nhigovernor.governor.document.Problem;
import io.nhigovernor.governor.engine.view.AppliedView;
import io.nhigovernor.governor.engine.view.DocumentView;
import io.nhigovernor.governor.ledger.LedgerAction;
import io.nhigovernor.governor.ledger.LedgerDraft;
import io.nhigovernor.governor.plan.Change;
import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Inventory;
import io.nhigovernor.governor.rollout.Retained;
import io.nhigovernor.governor.store.RowKind;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.TargetId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The applied documents: what is there, and taking in more of them, all or none. */
final class DocumentDesk {
    /** Label of a credential whose prior must not be taken away; its value says why. */
    private static final String HOLD = "hold";

    private final Settings settings;
    private final Authors authors;
    private final Ledgering ledgering;
    private Inventory inventory;
    private Map<String, List<String>> credentialsOf = new HashMap<>();
    private Retained retained = Retained.NOTHING;

    /** What the connectors find wrong with a credential's settings; reads nothing outside. */
    interface Settings {
        List<SettingProblem> problems(Credential credential);
    }

    DocumentDesk(Inventory inventory, Authors authors, Settings settings, Ledgering ledgering) {
        this.inventory = inventory;
        this.authors = authors;
        this.settings = settings;
        this.ledgering = ledgering;
        index();
    }

    /** Credentials whose label says that their prior must stay, as it is applied now. */
    Retained retained() {
        return retained;
    }

    Inventory inventory() {
        return inventory;
    }

    Authors authors() {
        return authors;
    }

    Optional<String> onlyCredentialOf(String identity) {
        List<String> held = credentialsOf.getOrDefault(identity, List.of());
        return held.size() == 1 ? Optional.of(held.getFirst()) : Optional.empty();
    }

    boolean holds(TargetId target) {
        return credentialsOf.getOrDefault(target.identity(), List.of()).contains(target.credential());
    }

    Answer apply(Order.Apply order, Caller caller) {
        return switch (Documents.apply(order.files(), inventory, settings::problems)) {
            case Documents.Apply.Rejected rejected ->
                new Answer.Refused(
                        Answer.Kind.BAD_INPUT,
                        rejected.problems().stream().map(DocumentDesk::reason).toList());
            case Documents.Apply.Applied applied -> {
                if (!order.dryRun()) {
                    take(applied, caller);
                }
                yield new Answer.Done(new AppliedView(
                        order.dryRun(),
                        applied.changes().stream().map(DocumentDesk::view).toList()));
            }
        };
    }

    List<DocumentView> views() {
        return inventory.documents().stream()
                .map(document -> new DocumentView(
                        document.key().kind().word(),
                        document.key().id(),
                        ledgering.version(RowKind.DOCUMENT, document.key().toString()),
                        DocumentText.write(document)))
                .toList();
    }

    private void take(Documents.Apply.Applied applied, Caller caller) {
        inventory = applied.inventory();
        for (int index = 0; index < applied.changes().size(); index++) {
            Change change = applied.changes().get(index);
            if (change.effect() == Change.Effect.UNCHANGED) {
                continue;
            }
            Document document = applied.documents().get(index);
            ledgering.put(RowKind.DOCUMENT, document.key().toString(), DocumentText.write(document));
            authors.wrote(document.key(), caller.name());
            var detail = new TreeMap<String, String>();
            detail.put("effect", change.effect().toString());
            change.differences()
                    .forEach(difference -> detail.put(
                            "field " + difference.field(),
                            difference.before().orElse("absent") + " -> "
                                    + difference.after().orElse("absent")));
            ledgering.entry(new LedgerDraft(
                    LedgerAction.APPLIED,
                    caller.name(),
                    caller.method(),
                    Optional.empty(),
                    document.key().toString(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    detail));
        }
        index();
    }

    private void index() {
        Map<String, List<String>> held = new HashMap<>();
        SortedMap<String, String> reasons = new TreeMap<>();
        inventory.credentials().forEach(document -> {
            String credential = document.credential().id();
            document.credential()
                    .holders()
                    .forEach(holder -> held.computeIfAbsent(holder, ignored -> new ArrayList<>())
                            .add(credential));
            Optional.ofNullable(document.labels().get(HOLD)).ifPresent(reason -> reasons.put(credential, reason));
        });
        credentialsOf = held;
        retained = new Retained(reasons);
    }

    private static AppliedView.Change view(Change change) {
        return new AppliedView.Change(
                change.key().kind().word(),
                change.key().id(),
                change.effect().toString().toLowerCase(Locale.ROOT),
                change.differences().stream()
                        .map(difference -> new AppliedView.Difference(
                                difference.field(),
                                difference.before().orElse(""),
                                difference.after().orElse("")))
                        .toList());
    }

    private static Answer.Reason reason(Problem problem) {
        return new Answer.Reason(
                problem.code().code(),
                problem.text(),
                problem.remedy(),
                Optional.of(new Answer.Where(problem.file(), problem.line(), problem.column(), problem.field())));
    }
}
