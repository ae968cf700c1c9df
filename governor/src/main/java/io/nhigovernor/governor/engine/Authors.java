package io.nhigovernor.governor.engine;

import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.store.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Who last wrote each document; kept in a row beside the document's own. */
final class Authors {
    private static final String PREFIX = "author:";

    private final SortedMap<String, String> byDocument;
    private final Ledgering ledgering;

    Authors(SortedMap<String, String> kept, Ledgering ledgering) {
        this.byDocument = new TreeMap<>(kept);
        this.ledgering = ledgering;
    }

    static boolean row(String id) {
        return id.startsWith(PREFIX);
    }

    /** The document that such a row is about. */
    static String document(String row) {
        return row.substring(PREFIX.length());
    }

    void wrote(Document.Key key, String author) {
        byDocument.put(key.toString(), author);
        ledgering.put(RowKind.DOCUMENT, PREFIX + key, author);
    }

    /** Those of the ring plan, and of the schedule that asks for it, if one does. */
    List<String> of(PlanDesk.Ask ask) {
        List<String> authors = new ArrayList<>();
        add(authors, new Document.Key(Document.Kind.RING_PLAN, ask.propose().ringPlan()));
        ScheduleDesk.scheduleOf(ask)
                .ifPresent(schedule -> add(authors, new Document.Key(Document.Kind.SCHEDULE, schedule)));
        return authors;
    }

    private void add(List<String> authors, Document.Key key) {
        String author = byDocument.get(key.toString());
        if (author != null && !authors.contains(author)) {
            authors.add(author);
        }
    }
}
