package io.nhigovernor.governor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.ledger.CanonicalEntry;
import io.nhigovernor.governor.ledger.HashChain;
import io.nhigovernor.governor.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store promises. */
public abstract class StoreContract {
    protected Store store;

    /** Opens the same place again; the one before is closed. */
    protected abstract Store open();

    /** Lets another writer take the place over, behind the back of the open store. */
    protected abstract void takeOver();

    @BeforeEach
    void openFirst() {
        store = open();
    }

    @AfterEach
    void closeLast() {
        store.close();
    }

    @Test
    void aStepIsAllOrNothing() {
        commit(Commits.with()
                .put(RowKind.ROLLOUT, "r-1", 0, "{}")
                .open("i-1", "s-1")
                .entry("one"));
        assertConflict(Commits.with()
                .put(RowKind.CHANGE, "c-1", 0, "{}")
                .claim("payments", "r-1")
                .close("i-1")
                .open("i-2", "s-2")
                .put(RowKind.ROLLOUT, "r-1", 7, "{}")
                .entry("two"));
        assertThat(store.rows(RowKind.CHANGE)).isEmpty();
        assertThat(store.openIntents()).extracting(IntentRow::id).containsExactly("i-1");
        assertThat(store.ledger(1, 10)).hasSize(1);
        commit(Commits.with().claim("payments", "r-2"));
    }

    @Test
    void noIntentLeadsToACompromisedGeneration() {
        commit(Commits.with().open("i-0", "REPOINT", "leaked"));
        commit(Commits.with().close("i-0"));
        commit(Commits.with().compromised("leaked"));
        commit(Commits.with().compromised("leaked"));
        for (String leading : List.of("STAGE", "ADMIT", "PROMOTE", "REPOINT", "ENABLE")) {
            assertConflict(Commits.with()
                    .put(RowKind.ROLLOUT, "r-1", 0, "{}")
                    .open("i-" + leading, leading, "leaked")
                    .entry(leading));
        }
        assertThat(store.rows(RowKind.ROLLOUT)).isEmpty();
        assertThat(store.ledger(1, 10)).isEmpty();
        commit(Commits.with()
                .open("i-1", "DISABLE", "leaked")
                .open("i-2", "DESTROY", "leaked")
                .open("i-3", "PROMOTE", "fresh"));
        store.close();
        store = open();
        assertConflict(Commits.with().open("i-4", "ENABLE", "leaked"));
        assertThat(store.openIntents())
                .extracting(IntentRow::generation)
                .containsExactly(Optional.of("leaked"), Optional.of("leaked"), Optional.of("fresh"));
    }

    @Test
    void aGenerationIsCompromisedFromTheVeryStepThatSaysSo() {
        assertConflict(Commits.with().compromised("leaked").open("i-1", "REPOINT", "leaked"));
        commit(Commits.with().open("i-2", "REPOINT", "leaked"));
    }

    @Test
    void versionsGuardRowsAndCountTheirWrites() {
        commit(Commits.with().put(RowKind.DOCUMENT, "b", 0, "{\"n\":1}").put(RowKind.DOCUMENT, "a", 0, "{}"));
        commit(Commits.with().put(RowKind.DOCUMENT, "b", 1, "{\"n\":2}"));
        assertThat(store.rows(RowKind.DOCUMENT))
                .containsExactly(
                        new Row(RowKind.DOCUMENT, "a", 1, "{}"), new Row(RowKind.DOCUMENT, "b", 2, "{\"n\":2}"));
        assertConflict(Commits.with().put(RowKind.DOCUMENT, "b", 0, "{}"));
        assertConflict(Commits.with().put(RowKind.DOCUMENT, "b", 1, "{}"));
        assertConflict(Commits.with().put(RowKind.DOCUMENT, "c", 1, "{}"));
        assertConflict(Commits.with().delete(RowKind.DOCUMENT, "b", 1));
        commit(Commits.with().delete(RowKind.DOCUMENT, "b", 2));
        assertThat(store.rows(RowKind.DOCUMENT)).hasSize(1);
    }

    @Test
    void whatAStepTakesAwayGoesWithTheStepOrStays() {
        commit(Commits.with()
                .put(RowKind.ROLLOUT, "r-1", 0, "{}")
                .put(RowKind.SNAPSHOT, "r-1", 0, "{}")
                .put(RowKind.SNAPSHOT, "r-1/t-1/moved", 0, "{}")
                .claim("payments", "r-1"));
        assertConflict(
                Commits.with().delete(RowKind.SNAPSHOT, "r-1/t-1/moved", 1).put(RowKind.ROLLOUT, "r-1", 7, "{}"));
        assertThat(store.rows(RowKind.SNAPSHOT)).extracting(Row::id).containsExactly("r-1", "r-1/t-1/moved");
        commit(Commits.with()
                .put(RowKind.ROLLOUT, "r-1", 1, "{}")
                .put(RowKind.SNAPSHOT, "r-1", 1, "{}")
                .delete(RowKind.SNAPSHOT, "r-1/t-1/moved", 1)
                .release("payments", "r-1")
                .entry("ended"));
        store.close();
        store = open();
        assertThat(store.rows(RowKind.SNAPSHOT)).containsExactly(new Row(RowKind.SNAPSHOT, "r-1", 2, "{}"));
    }

    @Test
    void everyKindHasATableOfItsOwn() {
        for (RowKind kind : RowKind.values()) {
            commit(Commits.with().put(kind, "x", 0, "\"" + kind + "\""));
        }
        for (RowKind kind : RowKind.values()) {
            assertThat(store.rows(kind)).containsExactly(new Row(kind, "x", 1, "\"" + kind + "\""));
        }
    }

    @Test
    void howACredentialStandsIsKeptWithItsEntryOrNotAtAll() {
        commit(Commits.with()
                .put(RowKind.STANDING, "key/one", 0, "{\"found\":1}")
                .entry("key/one"));
        assertConflict(Commits.with()
                .put(RowKind.STANDING, "key/one", 0, "{\"found\":2}")
                .entry("a difference told of nothing that is kept"));
        assertThat(store.rows(RowKind.STANDING))
                .containsExactly(new Row(RowKind.STANDING, "key/one", 1, "{\"found\":1}"));
        assertThat(store.ledger(1, 10)).hasSize(1);
        commit(Commits.with()
                .put(RowKind.STANDING, "key/one", 1, "{\"found\":2}")
                .entry("key/one"));
        store.close();
        store = open();
        assertThat(store.rows(RowKind.STANDING))
                .containsExactly(new Row(RowKind.STANDING, "key/one", 2, "{\"found\":2}"));
        assertThat(store.ledger(1, 10)).hasSize(2);
    }

    @Test
    void aSubjectHasOneOpenIntentAndAnIdIsUsedOnce() {
        commit(Commits.with().open("i-2", "s-1").open("i-1", "s-2"));
        assertConflict(Commits.with().open("i-3", "s-1"));
        assertThat(store.openIntents()).extracting(IntentRow::id).containsExactly("i-2", "i-1");
        commit(Commits.with().close("i-2").open("i-3", "s-1"));
        assertThat(store.openIntents()).extracting(IntentRow::id).containsExactly("i-1", "i-3");
        assertConflict(Commits.with().close("i-2"));
        assertConflict(Commits.with().open("i-2", "s-9"));
    }

    @Test
    void aCredentialIsClaimedOnce() {
        commit(Commits.with().claim("payments", "r-1"));
        assertConflict(Commits.with().claim("payments", "r-2"));
        assertConflict(Commits.with().release("payments", "r-2"));
        commit(Commits.with().release("payments", "r-1"));
        commit(Commits.with().claim("payments", "r-2"));
    }

    @Test
    void entriesAreGapFreeInCommitOrderAndChained() {
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int i = 1; i <= 500; i++) {
            commits.add(store.commit(Commits.with().entry("s-" + i).done()).toCompletableFuture());
        }
        commits.forEach(CompletableFuture::join);
        HashChain chain = HashChain.EMPTY;
        List<LedgerEntry> entries = store.ledger(1, 1000);
        for (int i = 1; i <= 500; i++) {
            LedgerEntry entry = entries.get(i - 1);
            assertThat(entry.draft().subject()).isEqualTo("s-" + i);
            assertThat(entry.epoch()).isEqualTo(store.epoch());
            CanonicalEntry canonical = CanonicalEntry.of(entry);
            assertThat(chain.objection(canonical)).isEmpty();
            chain = chain.after(canonical);
        }
        assertThat(entries).hasSize(500);
        assertThat(store.ledger(499, 1)).containsExactly(entries.get(498));
        assertThat(store.ledger(501, 10)).isEmpty();
    }

    @Test
    void aConflictFailsAloneAndThoseAroundItStand() {
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            // Every third expects a version that is not there.
            commits.add(store.commit(Commits.with()
                            .put(RowKind.CUTOVER, "t-" + i, i % 3 == 0 ? 5 : 0, "{}")
                            .entry("s-" + i)
                            .done())
                    .toCompletableFuture());
        }
        for (int i = 0; i < 100; i++) {
            CompletableFuture<Void> commit = commits.get(i);
            if (i % 3 == 0) {
                assertThatThrownBy(commit::join).hasCauseInstanceOf(ConflictException.class);
            } else {
                commit.join();
            }
        }
        assertThat(store.rows(RowKind.CUTOVER)).hasSize(66);
        assertThat(store.ledger(1, 200))
                .extracting(LedgerEntry::sequence)
                .hasSize(66)
                .last()
                .isEqualTo(66L);
    }

    @Test
    void aRestartRaisesTheEpochAndFindsAll() {
        commit(Commits.with()
                .put(RowKind.ROLLOUT, "r-1", 0, "{\"x\":1}")
                .open("i-1", "s-1")
                .claim("payments", "r-1")
                .entry("one"));
        long before = store.epoch();
        List<LedgerEntry> ledger = store.ledger(1, 10);
        store.close();
        store = open();
        assertThat(store.epoch()).isEqualTo(before + 1);
        assertThat(store.rows(RowKind.ROLLOUT)).containsExactly(new Row(RowKind.ROLLOUT, "r-1", 1, "{\"x\":1}"));
        assertThat(store.openIntents()).extracting(IntentRow::id).containsExactly("i-1");
        assertThat(store.ledger(1, 10)).isEqualTo(ledger);
        assertConflict(Commits.with().claim("payments", "r-2"));
        commit(Commits.with().open("i-2", "s-2").entry("two"));
        assertThat(store.openIntents()).extracting(IntentRow::id).containsExactly("i-1", "i-2");
        assertThat(store.ledger(2, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.previousHash()).isEqualTo(ledger.getFirst().hash());
            assertThat(entry.epoch()).isEqualTo(before + 1);
        });
    }

    @Test
    void aStaleEpochWritesNothing() {
        commit(Commits.with().put(RowKind.ROLLOUT, "r-1", 0, "{}").entry("one"));
        takeOver();
        assertFailed(Commits.with()
                .put(RowKind.ROLLOUT, "r-1", 1, "{\"stale\":true}")
                .entry("two"));
        assertThat(store.rows(RowKind.ROLLOUT)).containsExactly(new Row(RowKind.ROLLOUT, "r-1", 1, "{}"));
        assertThat(store.ledger(1, 10)).hasSize(1);
        assertFailed(Commits.with().entry("three"));
    }

    protected void commit(Commits commit) {
        store.commit(commit.done()).toCompletableFuture().join();
    }

    protected void assertConflict(Commits commit) {
        assertThatThrownBy(() -> commit(commit))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ConflictException.class);
    }

    protected void assertFailed(Commits commit) {
        assertThatThrownBy(() -> commit(commit))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreFailedException.class);
    }
}
