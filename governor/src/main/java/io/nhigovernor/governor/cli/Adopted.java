package io.nhigovernor.governor.cli;

import io.nhigovernor.governor.engine.Enrolments.Foreseen;
import io.nhigovernor.governor.wire.Problem;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.Enrolment.Origin;
import io.nhigovernor.spi.Fingerprint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What became of one credential, or would.
 *
 * @param generation of what was made or adopted, as far as it is known
 * @param reason why nothing was done, if it should have been
 */
record Adopted(String credential, Result result, Optional<String> generation, Optional<String> reason) {
    /** In words that programs may rely on. */
    enum Result {
        adopted,
        made,
        already,
        refused,
        failed
    }

    static Adopted of(Credential credential, Enrolment.Result result) {
        return switch (result) {
            case Enrolment.Result.Enrolled enrolled ->
                done(
                        credential,
                        enrolled.origin() == Origin.ADOPTED ? Result.adopted : Result.made,
                        Optional.of(enrolled.first()));
            case Enrolment.Result.Already already -> done(credential, Result.already, Optional.empty());
            case Enrolment.Result.Refused refused -> not(credential, Result.refused, refused.reason());
            case Enrolment.Result.Failed failed -> not(credential, Result.failed, failed.reason());
        };
    }

    static Adopted of(Credential credential, Foreseen foreseen) {
        return switch (foreseen) {
            case Foreseen.Make make -> done(credential, Result.made, Optional.empty());
            case Foreseen.Adopt adopt -> done(credential, Result.adopted, Optional.of(adopt.generation()));
            case Foreseen.Already already -> done(credential, Result.already, Optional.empty());
            case Foreseen.Refused refused -> not(credential, Result.refused, refused.reason());
            case Foreseen.Failed failed -> not(credential, Result.failed, failed.reason());
        };
    }

    private static Adopted done(Credential credential, Result result, Optional<Fingerprint> generation) {
        return new Adopted(credential.id(), result, generation.map(Fingerprint::value), Optional.empty());
    }

    private static Adopted not(Credential credential, Result result, String reason) {
        return new Adopted(credential.id(), result, Optional.empty(), Optional.of(reason));
    }

    /** Present if it should have been done and was not. */
    Optional<Problem> problem() {
        return switch (result) {
            case refused ->
                Optional.of(Problem.of(
                        "A6015",
                        credential + " is not adopted: " + reason.orElseThrow(),
                        "Change that, then adopt again; nothing of it was changed."));
            case failed ->
                Optional.of(Problem.of(
                        "A6016",
                        credential + " could not be adopted: " + reason.orElseThrow(),
                        "Adopt again when that is mended; what was begun is completed."));
            case adopted, made, already -> Optional.empty();
        };
    }

    /** For one without a problem. */
    String line(boolean dryRun) {
        String named = generation.map(value -> ", generation " + value).orElse("");
        String would = dryRun ? " would be" : " is";
        return switch (result) {
            case adopted -> credential + would + " adopted as its holders read it" + named;
            case made -> credential + would + " enrolled with a first value" + named;
            case already, refused, failed -> credential + " is enrolled already";
        };
    }

    static String summary(List<Adopted> all, boolean dryRun) {
        List<String> parts = new ArrayList<>();
        for (Result result : Result.values()) {
            long count = all.stream().filter(one -> one.result == result).count();
            if (count > 0) {
                parts.add(count + " " + word(result));
            }
        }
        return Words.count(all.size(), "credential", "credentials") + ": " + String.join(", ", parts)
                + (dryRun ? "; this was a dry run, nothing was changed" : "");
    }

    private static String word(Result result) {
        return switch (result) {
            case adopted -> "adopted";
            case made -> "made";
            case already -> "enrolled already";
            case refused -> "refused";
            case failed -> "failed";
        };
    }

    /** A failure tells more urgently than a refusal: trying again may help. */
    static ExitCode exit(List<Adopted> all) {
        if (all.stream().anyMatch(one -> one.result == Result.failed)) {
            return ExitCode.INTERNAL;
        }
        return all.stream().anyMatch(one -> one.result == Result.refused) ? ExitCode.REFUSED : ExitCode.OK;
    }
}
