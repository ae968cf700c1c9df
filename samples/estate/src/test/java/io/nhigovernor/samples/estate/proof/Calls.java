package io.nhigovernor.samples.estate.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the estate's own counters must say of everybody's calls. */
final class Calls {
    /** The members of ring 2 that call a service nobody declared, which refuses every certificate it did not know before. */
    private static final String BROKEN = "reports-2-";

    private final JsonNode identities;
    private final Map<String, String> priors;
    private final List<Entry> entries;

    /**
     * @param identities the counters
     * @param priors by credential, the generation before everything
     */
    Calls(JsonNode identities, Map<String, String> priors, List<Entry> entries) {
        this.identities = identities;
        this.priors = Map.copyOf(priors);
        this.entries = List.copyOf(entries);
    }

    /** The generation accepted before anything was begun, by credential. */
    static Map<String, String> priors(Map<String, JsonNode> accepts) {
        var priors = new HashMap<String, String>();
        accepts.forEach((credential, document) -> priors.put(
                credential,
                document.path("generations").path(0).path("fingerprint").asText()));
        return priors;
    }

    private record Line(String identity, String credential, JsonNode counts) {
        boolean broken() {
            return identity.startsWith(BROKEN);
        }
    }

    private List<Line> lines() {
        var lines = new ArrayList<Line>();
        identities
                .properties()
                .forEach(identity -> identity.getValue()
                        .properties()
                        .forEach(credential ->
                                lines.add(new Line(identity.getKey(), credential.getKey(), credential.getValue()))));
        return lines;
    }

    /** Nobody was ever refused, but for the undeclared service's callers, and they only with the candidate. */
    void nobodyWasLockedOut() {
        assertThat(lines()).isNotEmpty().allSatisfy(line -> {
            assertThat(line.counts().path("ok").asLong())
                    .as("good calls of %s", line)
                    .isPositive();
            assertThat(line.counts().path("consecutiveFailures").asLong())
                    .as("failing at the end: %s", line)
                    .isZero();
            assertThat(line.counts().path("generations").has("nothing-delivered"))
                    .as("found nothing delivered: %s", line)
                    .isFalse();
            line.counts().path("generations").properties().forEach(generation -> {
                boolean candidate = !generation.getKey().equals(priors.get(line.credential()));
                if (!(line.broken() && candidate)) {
                    assertThat(generation.getValue().path("fail").asLong())
                            .as("refused with %s: %s", generation.getKey(), line)
                            .isZero();
                }
            });
        });
    }

    /** What one presented is what the ledger says one was moved to: nobody else ever saw a candidate. */
    void onlyMovedTargetsSawACandidate() {
        var promoted = new TreeSet<String>();
        entries.stream()
                .filter(entry -> entry.applied() && entry.operation().equals("PROMOTE"))
                .forEach(entry -> promoted.add(entry.subject()));
        assertThat(lines()).allSatisfy(line -> {
            var used = new ArrayList<String>();
            line.counts().path("generations").fieldNames().forEachRemaining(used::add);
            used.remove(priors.get(line.credential()));
            boolean moved = promoted.contains(line.credential() + "@" + line.identity());
            // Who was turned back at once may not have called in between.
            assertThat(used).as("candidates used: %s", line).hasSizeLessThanOrEqualTo(moved ? 1 : 0);
        });
        assertThat(promoted)
                .as("ring 3 was never reached")
                .noneMatch(target -> target.startsWith("certificate/certificate-3"));
    }

    /** Everybody ended on the generation that the rollout's end says. */
    void everybodyEndedWhereTheirRolloutDid() {
        assertThat(lines()).allSatisfy(line -> {
            boolean moved =
                    line.credential().startsWith("secret/") || line.credential().startsWith("key/");
            var last = line.counts().path("lastOkGeneration").asText();
            assertThat(last.equals(priors.get(line.credential())))
                    .as("prior in use at the end: %s", line)
                    .isEqualTo(!moved);
        });
    }

    /** The longest row of failed calls that one target was seen to have, for people to read. */
    Optional<Long> longestRow(Bystander bystander) {
        return lines().stream()
                .filter(Line::broken)
                .map(line -> bystander.longestRow(line.credential() + "@" + line.identity()))
                .max(Long::compare);
    }
}
