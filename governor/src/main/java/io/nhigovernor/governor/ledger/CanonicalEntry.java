package io.nhigovernor.governor.ledger;

import java.util.Optional;

/**
 * An entry beside the text its hash was taken over: the canonical form of all of it but the hash itself. Numbers are
 * written as text, absent fields are left out.
 */
public record CanonicalEntry(LedgerEntry entry, String text) {
    /** The entry whose canonical form without hash is {@code text} and whose hash is {@code hash}; empty if there is none. */
    public static Optional<CanonicalEntry> read(String text, String hash) {
        return CanonicalFields.read(text, fields -> entry(fields, hash), entry -> write(entry, Optional.empty()))
                .map(entry -> new CanonicalEntry(entry, text));
    }

    /** The entry of an exported line; empty unless the line is, to the letter, the canonical form of an entry. */
    public static Optional<CanonicalEntry> readLine(String line) {
        return CanonicalFields.read(
                        line,
                        fields -> entry(fields, fields.text("hash")),
                        entry -> write(entry, Optional.of(entry.hash())))
                .map(CanonicalEntry::of);
    }

    /** An entry with its canonical text; says nothing of whether the hash is right. */
    public static CanonicalEntry of(LedgerEntry entry) {
        return new CanonicalEntry(entry, write(entry, Optional.empty()));
    }

    /** The line of an export: canonical, with the hash. */
    public String line() {
        return write(entry, Optional.of(entry.hash()));
    }

    private static String write(LedgerEntry entry, Optional<String> hash) {
        LedgerDraft draft = entry.draft();
        return new CanonicalWriter()
                .field("action", draft.action().name())
                .field("actor", draft.actor())
                .field("after", draft.after())
                .field("attempt", draft.attempt())
                .field("before", draft.before())
                .field("detail", draft.detail())
                .field("epoch", Long.toString(entry.epoch()))
                .field("hash", hash)
                .field("intent", draft.intent())
                .field("method", draft.method())
                .field("planDigest", draft.planDigest())
                .field("previousHash", entry.previousHash())
                .field("rollout", draft.rollout())
                .field("sequence", Long.toString(entry.sequence()))
                .field("subject", draft.subject())
                .field("time", entry.time().toString())
                .end();
    }

    private static LedgerEntry entry(CanonicalFields fields, String hash) {
        LedgerDraft draft = new LedgerDraft(
                LedgerAction.valueOf(fields.text("action")),
                fields.text("actor"),
                fields.text("method"),
                fields.maybe("rollout"),
                fields.text("subject"),
                fields.maybe("attempt"),
                fields.maybe("intent"),
                fields.maybe("planDigest"),
                fields.maybe("before"),
                fields.maybe("after"),
                fields.group("detail"));
        return new LedgerEntry(
                fields.number("sequence"),
                fields.time("time"),
                fields.number("epoch"),
                fields.text("previousHash"),
                draft,
                hash);
    }
}
