package io.nhigovernor.governor.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nhigovernor.governor.ledger.LedgerEntry;
import io.nhigovernor.governor.store.Anchored;
import io.nhigovernor.governor.store.Commit;
import io.nhigovernor.governor.store.Commits;
import io.nhigovernor.governor.store.SetBack;
import io.nhigovernor.governor.store.Store;
import io.nhigovernor.governor.store.StoreFailedException;
import io.nhigovernor.governor.store.export.LedgerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of the database is brought back (K12). */
class SetBackStoreTest {
    @TempDir
    Path folder;

    @Test
    void aDatabaseThatGoesOnIsNotSetBack() {
        write(3);
        write(2);
        try (Store store = open()) {
            assertThat(store.setBack()).isEmpty();
            assertThat(anchored().sequence()).isEqualTo(5);
            assertThat(anchored().head()).isEqualTo(head(store));
        }
    }

    @Test
    void whatIsCommittedIsAnchoredWhenItsWriterHearsOfIt() {
        try (Store store = open()) {
            for (int i = 1; i <= 20; i++) {
                commit(store, "s-" + i);
                assertThat(anchored().sequence()).isEqualTo(i);
                assertThat(anchored().head()).isEqualTo(head(store));
            }
        }
    }

    @Test
    void anAnchorMayLag() throws Exception {
        write(3);
        Path kept = folder.resolve("kept");
        Files.copy(folder.resolve(AnchorFile.NAME), kept);
        write(2);
        Files.copy(kept, folder.resolve(AnchorFile.NAME), StandardCopyOption.REPLACE_EXISTING);
        try (Store store = open()) {
            assertThat(store.setBack()).isEmpty();
            assertThat(anchored().sequence()).isEqualTo(5);
        }
    }

    @Test
    void anOlderCopyIsFoundSaysBothHeadsAndStaysFoundUntilAHumanConfirms() throws Exception {
        write(3);
        copy("governor.db", "backup.db");
        String newest = write(4);
        long epoch = anchored().epoch();
        bringBack();
        String old;
        try (Store store = open()) {
            SetBack found = store.setBack().orElseThrow();
            old = head(store);
            assertThat(found.anchored().orElseThrow().sequence()).isEqualTo(7);
            assertThat(found.text()).contains("older than what was done", newest, old, "entry 3", "entry 7");
            assertThat(store.epoch()).as("no epoch is taken twice").isGreaterThan(epoch);
            // More entries than were lost do not make it the same ledger.
            for (int i = 0; i < 10; i++) {
                commit(store, "after-" + i);
            }
            assertThat(anchored().head()).isEqualTo(newest);
        }
        long again;
        try (Store store = open()) {
            again = store.epoch();
            SetBack found = store.setBack().orElseThrow();
            assertThat(found.text()).contains("another than the one that was written", newest);
            store.commit(gap(found)).toCompletableFuture().join();
            assertThat(store.setBack()).isEmpty();
            LedgerEntry entry = store.ledger(14, 1).getFirst();
            assertThat(entry.draft().detail())
                    .containsEntry("lostHead", newest)
                    .containsEntry("lostSequence", "7")
                    .containsEntry("foundHead", found.ledger().head());
            assertThat(anchored().sequence()).isEqualTo(14);
        }
        try (Store store = open()) {
            assertThat(store.setBack()).isEmpty();
            assertThat(store.epoch()).isEqualTo(again + 1);
        }
    }

    @Test
    void aConfirmationWhoseAnchorWasNotWrittenAnyMoreCounts() throws Exception {
        write(3);
        copy("governor.db", "backup.db");
        write(4);
        bringBack();
        Path kept = folder.resolve("kept");
        try (Store store = open()) {
            Files.copy(folder.resolve(AnchorFile.NAME), kept);
            store.commit(gap(store.setBack().orElseThrow()))
                    .toCompletableFuture()
                    .join();
        }
        Files.copy(kept, folder.resolve(AnchorFile.NAME), StandardCopyOption.REPLACE_EXISTING);
        try (Store store = open()) {
            assertThat(store.setBack()).isEmpty();
        }
    }

    @Test
    void theSameCopyBroughtBackASecondTimeIsFoundASecondTime() throws Exception {
        write(3);
        copy("governor.db", "backup.db");
        write(4);
        bringBack();
        long first;
        try (Store store = open()) {
            first = store.epoch();
            store.commit(gap(store.setBack().orElseThrow()))
                    .toCompletableFuture()
                    .join();
            commit(store, "on");
        }
        bringBack();
        try (Store store = open()) {
            assertThat(store.setBack()).isPresent();
            assertThat(store.epoch()).isGreaterThan(first);
        }
    }

    @Test
    void aDatabaseThatIsGoneWhileItsAnchorIsThereWasSetBack() throws Exception {
        write(3);
        remove();
        try (Store store = open()) {
            assertThat(store.setBack().orElseThrow().text()).contains("the ledger ends at entry 0", "entry 3");
        }
    }

    @Test
    void aMissingAnchorOfAnOldDatabaseIsSaidAndNotReplaced() throws Exception {
        write(3);
        Files.delete(folder.resolve(AnchorFile.NAME));
        for (int start = 0; start < 2; start++) {
            try (Store store = open()) {
                assertThat(store.setBack().orElseThrow().text()).contains("cannot be told");
                assertThat(Files.exists(folder.resolve(AnchorFile.NAME))).isFalse();
            }
        }
        try (Store store = open()) {
            store.commit(gap(store.setBack().orElseThrow()))
                    .toCompletableFuture()
                    .join();
            assertThat(anchored().sequence()).isEqualTo(4);
        }
        try (Store store = open()) {
            assertThat(store.setBack()).isEmpty();
        }
    }

    @Test
    void aFreshDatabaseBeginsAnAnchor() {
        try (Store store = open()) {
            assertThat(store.setBack()).isEmpty();
            assertThat(anchored().sequence()).isZero();
        }
    }

    /** No healthy anchor, no new intent (S16): nobody hears that it was committed. */
    @Test
    void anAnchorThatCannotBeWrittenStopsTheStore() throws Exception {
        try (Store store = open()) {
            commit(store, "one");
            Path anchor = folder.resolve(AnchorFile.NAME);
            // Grown, so that the next group would begin it anew; and a folder stands where the new one is to be
            // written.
            Files.writeString(anchor, "x".repeat(2 << 20));
            Files.createDirectories(folder.resolve(AnchorFile.NAME + ".new").resolve("in the way"));
            assertThatThrownBy(() -> commit(store, "two")).hasCauseInstanceOf(StoreFailedException.class);
        }
    }

    private static Commit gap(SetBack found) {
        return new Commit(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(found.gap("anna", "token", "a backup was restored")));
    }

    private static void commit(Store store, String subject) {
        store.commit(Commits.with().entry(subject).done()).toCompletableFuture().join();
    }

    private static String head(Store store) {
        return store.ledger(1, 1000).getLast().hash();
    }

    /** Writes so many entries; the head afterwards. */
    private String write(int entries) {
        try (Store store = open()) {
            for (int i = 0; i < entries; i++) {
                commit(store, "s-" + i);
            }
            return head(store);
        }
    }

    private Anchored anchored() {
        return AnchorFile.beside(folder.resolve("governor.db")).last().orElseThrow();
    }

    private void bringBack() throws IOException {
        remove();
        copy("backup.db", "governor.db");
    }

    private void remove() throws IOException {
        for (String name : List.of("governor.db", "governor.db-wal", "governor.db-shm")) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private Store open() {
        return SqlStore.open(
                folder.resolve("governor.db"),
                LedgerKey.openOrCreate(folder.resolve("governor.key")),
                new SqlStoreOptions("here", Optional.empty(), 1 << 16));
    }
}
