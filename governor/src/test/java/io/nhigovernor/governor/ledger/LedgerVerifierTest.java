package io.nhigovernor.governor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.ledger.Verification.Broken;
import io.nhigovernor.governor.ledger.Verification.Verified;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerVerifierTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final KeyPair PAIR = pair();
    private static final VerificationKey KEY = VerificationKey.of(PAIR.getPublic());

    @Test
    void aWholeExportIsVerifiedAndSaysWithWhichKey() {
        List<String> export = export(0, 6);
        assertThat(verify(export, Trust.NOTHING)).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.pinned()).isFalse();
            assertThat(verified.key()).isEqualTo(KEY);
            assertThat(verified.last().checkpoint().size()).isEqualTo(6);
        });
        assertThat(verify(export, Trust.pinned(VerificationKey.parse(KEY.pem()).orElseThrow())))
                .isInstanceOfSatisfying(
                        Verified.class,
                        verified -> assertThat(verified.pinned()).isTrue());
        assertThat(verify(export(0, 0), Trust.NOTHING)).isInstanceOf(Verified.class);
    }

    @Test
    void anotherKeyThanThePinnedOneIsNotBelieved() {
        VerificationKey other = VerificationKey.of(pair().getPublic());
        assertThat(verify(export(0, 3), Trust.pinned(other)))
                .isEqualTo(new Broken(1, "header", "the export names another key than the one given"));
    }

    @Test
    void aLineLeftOutSwappedRepeatedOrPutInIsNamed() {
        List<String> export = export(0, 6);
        for (int i = 0; i < export.size(); i++) {
            List<String> dropped = new ArrayList<>(export);
            dropped.remove(i);
            assertBroken(dropped);
            List<String> repeated = new ArrayList<>(export);
            repeated.add(i, export.get(i));
            assertBroken(repeated);
            assertBroken(export.subList(0, i));
            for (int j = i + 1; j < export.size(); j++) {
                List<String> swapped = new ArrayList<>(export);
                swapped.set(i, export.get(j));
                swapped.set(j, export.get(i));
                assertBroken(swapped);
            }
            List<String> blank = new ArrayList<>(export);
            blank.add(i + 1, "");
            assertBroken(blank);
        }
        List<String> dropped = new ArrayList<>(export);
        dropped.remove(3);
        assertThat(verify(dropped, Trust.NOTHING))
                .isEqualTo(new Broken(4, "entry 3", "entry 3 is expected here, entry 4 stands here"));
    }

    @Test
    void aForgerWithoutTheKeyCannotRewriteTheChain() {
        List<String> forged = export(0, 6);
        HashChain chain =
                HashChain.EMPTY.after(CanonicalEntry.readLine(forged.get(1)).orElseThrow());
        for (int i = 2; i <= 6; i++) {
            CanonicalEntry entry = chain.append(Drafts.moved("forged"), NOON, 1);
            forged.set(i, entry.line());
            chain = chain.after(entry);
        }
        assertThat(verify(forged, Trust.NOTHING))
                .isEqualTo(new Broken(8, "checkpoint", "the entries before it are not the ones it was signed for"));
    }

    @Test
    void anEntryCutBeforeTheCheckpointIsNamedAsMissing() {
        List<String> export = export(0, 6);
        export.remove(6);
        assertThat(verify(export, Trust.NOTHING))
                .isEqualTo(new Broken(7, "entry 6", "it is missing: the checkpoint covers 6 entries"));
    }

    @Test
    void aPartialExportContinuesTheEarlierOne() {
        for (int since = 0; since <= 6; since++) {
            SignedCheckpoint earlier =
                    SignedCheckpoint.read(export(0, since).getLast()).orElseThrow();
            Trust trust = new Trust(Optional.of(KEY), Optional.of(earlier));
            assertThat(verify(export(since, 6), trust)).isInstanceOf(Verified.class);
            assertThat(verify(export(0, 6), trust)).isInstanceOf(Verified.class);
        }
    }

    @Test
    void aLedgerThatShrankOrWasRewrittenSinceAnEarlierCheckpointIsBroken() {
        SignedCheckpoint six = SignedCheckpoint.read(export(0, 6).getLast()).orElseThrow();
        Trust trust = new Trust(Optional.of(KEY), Optional.of(six));
        assertThat(verify(export(0, 5), trust))
                .isEqualTo(new Broken(7, "entry 6", "it is missing: an earlier checkpoint covers 6 entries"));
        assertThat(verify(export(0, 8, "other"), trust))
                .isInstanceOfSatisfying(
                        Broken.class, broken -> assertThat(broken.record()).isEqualTo("entry 6"));
        assertThat(verify(export(6, 8, "other"), trust)).isInstanceOf(Broken.class);
        assertThat(verify(export(7, 8), trust)).isInstanceOf(Broken.class);
    }

    private static void assertBroken(List<String> lines) {
        assertThat(verify(lines, Trust.NOTHING)).isInstanceOf(Broken.class);
    }

    private static Verification verify(List<String> lines, Trust trust) {
        return LedgerVerifier.verify(lines.iterator(), trust);
    }

    private static List<String> export(int since, int size) {
        return export(since, size, "s");
    }

    private static List<String> export(int since, int size, String subject) {
        HashChain chain = HashChain.EMPTY;
        MerkleTree tree = MerkleTree.EMPTY;
        ExportHeader header = ExportHeader.of("here", KEY, chain, tree);
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            CanonicalEntry entry = chain.append(Drafts.full(subject + i), NOON.plusSeconds(i), 1);
            chain = chain.after(entry);
            tree = tree.with(chain.head());
            if (i > since) {
                lines.add(entry.line());
            }
            header = i == since ? ExportHeader.of("here", KEY, chain, tree) : header;
        }
        lines.addFirst(header.line());
        lines.add(Checkpoint.at("here", chain, tree, NOON, Optional.of(header.hash()))
                .signedWith(PAIR.getPrivate())
                .line());
        return lines;
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
