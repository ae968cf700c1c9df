package io.nhigovernor.connectors.vault.accept;

import io.nhigovernor.connectors.parts.accept.AcceptDocument;
import io.nhigovernor.connectors.parts.accept.AcceptRules.Decision;
import io.nhigovernor.connectors.vault.gateway.Answer;
import io.nhigovernor.connectors.vault.gateway.Complaint;
import io.nhigovernor.connectors.vault.gateway.Deadline;
import io.nhigovernor.connectors.vault.gateway.Outcomes;
import io.nhigovernor.spi.Acceptance;
import io.nhigovernor.spi.Outcome;
import io.nhigovernor.spi.Outcome.NotApplied;
import io.nhigovernor.spi.Reading;
import io.nhigovernor.spi.Version;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The place of one credential's accept document. @param credential its id */
public record Register(AcceptDocuments documents, String credential, String path) {
    private static final int TRIES = 5;
    private static final Duration SOON = Duration.ofMillis(100);

    public AcceptDocuments.Reading read(Deadline deadline) {
        return documents.read(path, deadline);
    }

    /** Writes what comes after the version {@code expected} of what lies there. */
    public Answer write(AcceptDocument next, long expected, Deadline deadline) {
        return documents.write(path, next, expected, deadline);
    }

    /** What the document says is accepted; nothing, where the credential was never enrolled. */
    public Reading<Acceptance> acceptance(Deadline deadline, Function<AcceptDocument, Reading<Acceptance>> said) {
        return acceptance(deadline, () -> Reading.known(new Acceptance(new Version(0), List.of())), said);
    }

    /** @param unsaid what is accepted where the credential was never enrolled */
    public Reading<Acceptance> acceptance(
            Deadline deadline,
            Supplier<Reading<Acceptance>> unsaid,
            Function<AcceptDocument, Reading<Acceptance>> said) {
        return switch (read(deadline)) {
            case AcceptDocuments.Reading.Failed failed -> Outcomes.unreadable(failed.reason(), failed.answer());
            case AcceptDocuments.Reading.Foreign foreign -> Reading.unreadable(foreign.reason());
            case AcceptDocuments.Reading.None none -> unsaid.get();
            case AcceptDocuments.Reading.Known known -> said.apply(known.document());
        };
    }

    /** Goes on with the document, as the first step of an effect; without one nothing was begun. */
    public Outcome enrolled(Deadline deadline, Function<AcceptDocument, Outcome> next) {
        return switch (read(deadline)) {
            case AcceptDocuments.Reading.Failed failed -> Outcomes.notBegun(failed.reason(), failed.answer());
            case AcceptDocuments.Reading.Foreign foreign -> NotApplied.refused(foreign.reason());
            case AcceptDocuments.Reading.None none -> NotApplied.refused(credential + " is not enrolled here");
            case AcceptDocuments.Reading.Known known -> next.apply(known.document());
        };
    }

    /**
     * Decides on what is there and writes the decision. If somebody else writes in between, decides once more on what is there
     * then, a few times.
     */
    public Outcome change(Deadline deadline, Function<AcceptDocument, Decision> decision) {
        return change(deadline, decision, TRIES);
    }

    private Outcome change(Deadline deadline, Function<AcceptDocument, Decision> decision, int tries) {
        return tries == 0
                ? NotApplied.busy("others keep writing " + path, SOON)
                : enrolled(deadline, document -> switch (decision.apply(document)) {
                    case Decision.Answer answer -> answer.outcome();
                    case Decision.Write write -> {
                        var answer = write(write.next(), document.version().value(), deadline);
                        if (answer instanceof Answer.Found) {
                            yield write.afterwards();
                        }
                        yield answer instanceof Answer.Refused refused && refused.complaint() == Complaint.CHECK_AND_SET
                                ? change(deadline, decision, tries - 1)
                                : Outcomes.of("writing " + path, answer);
                    }
                });
    }
}
