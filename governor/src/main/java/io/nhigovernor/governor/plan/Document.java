package io.nhigovernor.governor.plan;

import io.nhigovernor.governor.ring.RingPlan;
import io.nhigovernor.governor.schedule.Schedule;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Identity;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** One declared thing, as it was applied. */
public sealed interface Document {
    Key key();

    record IdentityDocument(Identity identity) implements Document {
        @Override
        public Key key() {
            return new Key(Kind.IDENTITY, identity.id());
        }
    }

    /** @param labels what ring plans select credentials by */
    record CredentialDocument(Credential credential, SortedMap<String, String> labels) implements Document {
        public CredentialDocument {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        @Override
        public Key key() {
            return new Key(Kind.CREDENTIAL, credential.id());
        }
    }

    record RingPlanDocument(RingPlan ringPlan) implements Document {
        @Override
        public Key key() {
            return new Key(Kind.RING_PLAN, ringPlan.id());
        }
    }

    record ScheduleDocument(Schedule schedule) implements Document {
        @Override
        public Key key() {
            return new Key(Kind.SCHEDULE, schedule.id());
        }
    }

    /** The kinds, by the word a document's {@code kind} field uses. */
    enum Kind {
        IDENTITY("Identity"),
        CREDENTIAL("Credential"),
        RING_PLAN("RingPlan"),
        SCHEDULE("Schedule");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Names a document; prints as {@code Identity/secret-0-1}, which is its row's id. */
    record Key(Kind kind, String id) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : id.compareTo(other.id);
        }

        @Override
        public String toString() {
            return kind.word() + "/" + id;
        }
    }
}
