package io.nhigovernor.connectors.vault.accept;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptJson;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.kv.KvStore;
import io.nhigovernor.connectors.vault.kv.KvStore.Look;
import io.nhigovernor.spi.Version;
import java.io.IOException;

/** One accept document per path; its version is the path's, so that no two writers make the same one. */
public record AcceptDocuments(KvStore store) {
    private static final AcceptJson JSON = new AcceptJson(jwks -> {
        throw new IllegalStateException("no signing keys here");
    });

    /** The document, or what kept it from being seen. */
    public sealed interface Reading {
        record Known(AcceptDocument document) implements Reading {}

        /** It was never enrolled. @param version of what is there instead, 0 for nothing */
        record None(long version) implements Reading {}

        record Failed(String reason, Answer answer) implements Reading {}

        /** Something else lies there. */
        record Foreign(String reason) implements Reading {}
    }

    public Reading read(String path, Deadline deadline) {
        return switch (store.look(path, deadline)) {
            case Look.Unseen unseen -> new Reading.Failed("reading " + path, unseen.answer());
            case Look.Seen seen ->
                seen.shown()
                        .data()
                        .<Reading>map(data -> {
                            try {
                                return new Reading.Known(JSON.read(data)
                                        .at(new Version(seen.shown().version())));
                            } catch (IOException e) {
                                return new Reading.Foreign(path + ": " + e.getMessage());
                            }
                        })
                        .orElseGet(() -> seen.shown().taken() && !seen.shown().destroyed()
                                ? new Reading.Foreign(seen.shown().fate(path))
                                : new Reading.None(seen.shown().version()));
        };
    }

    /** Writes what comes after {@code expected}; found, or refused with {@code CHECK_AND_SET}. */
    public Answer write(String path, AcceptDocument next, long expected, Deadline deadline) {
        try {
            return store.write(path, JSON.tree(next), expected, deadline);
        } catch (IOException e) {
            throw new IllegalStateException("a document of ours is JSON", e);
        }
    }
}
