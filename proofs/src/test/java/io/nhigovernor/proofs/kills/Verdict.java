package io.nhigovernor.proofs.kills;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.governor.ledger.LedgerVerifier;
import io.nhigovernor.governor.ledger.Verification;
import io.nhigovernor.governor.ledger.VerificationKey;
import io.nhigovernor.governor.store.export.ExportLines;
import io.nhigovernor.samples.estate.proof.Api;
import io.nhigovernor.samples.estate.proof.Findings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** What must hold of every world, however often its governor died. */
public final class Verdict {
    private Verdict() {}

    static void holds(World world) throws IOException, InterruptedException {
        var api = world.governor().api();
        world.life().ledger().look(api);
        var entries = world.life().ledger().entries();
        var findings = new Findings(entries, world.outside());
        findings.intentsAreRecordedOnceAndOneAtATime();
        findings.nothingWasAdmittedOrTakenAwayTwice();
        findings.noPointerWasMovedTwice();
        var requests = world.requests();
        requests.everyRequestHasAnEarlierIntent(entries);
        requests.everyIntentTookEffectOnce();
        requests.everyOutcomeWasAskedForAndEveryEffectHasAnOutcome(entries, Set.of());
        requests.noAttemptStagedTwoValues();
        nobodyWasLockedOut(world.counters());
        theLedgerVerifies(api);
    }

    /** By the estate's own counters: everybody called, nobody was ever refused, and nobody found nothing to present. */
    private static void nobodyWasLockedOut(JsonNode identities) {
        assertThat(identities.properties()).hasSizeGreaterThan(10);
        identities
                .properties()
                .forEach(identity -> identity.getValue().properties().forEach(credential -> {
                    var counts = credential.getValue();
                    var who = credential.getKey() + "@" + identity.getKey() + " " + counts;
                    assertThat(counts.path("ok").asLong())
                            .as("good calls of %s", who)
                            .isPositive();
                    assertThat(counts.path("fail").asLong())
                            .as("refused: %s", who)
                            .isZero();
                    assertThat(counts.path("generations").has("nothing-delivered"))
                            .as("found nothing delivered: %s", who)
                            .isFalse();
                }));
    }

    public static void theLedgerVerifies(Api api) throws IOException, InterruptedException {
        var export = api.bytes("/v1/ledger/export");
        var key = VerificationKey.parse(new String(api.bytes("/v1/ledger/key"), StandardCharsets.UTF_8));
        var verification = LedgerVerifier.verify(new ExportLines(new ByteArrayInputStream(export)), key);
        assertThat(verification).isInstanceOf(Verification.Verified.class);
    }
}
