package io.nhigovernor.governor.document;

import io.nhigovernor.governor.plan.Document;
import io.nhigovernor.governor.plan.Document.IdentityDocument;
import io.nhigovernor.spi.Identity;
import io.nhigovernor.spi.Tier;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Reads {@code kind: Identity}. */
final class IdentityReader {
    private static final Map<String, Tier> TIERS = Words.lower(Tier.values());

    private IdentityReader() {}

    static Optional<Document> read(FieldReader fields) {
        String id = fields.name("id");
        String owner = fields.text("owner");
        Tier tier = fields.word("tier", TIERS, Tier.NORMAL);
        Duration cadence = fields.duration("cadence", Duration.ofSeconds(1));
        if (!cadence.isPositive()) {
            fields.problem(
                    ProblemCode.OUT_OF_RANGE,
                    "cadence",
                    cadence + " is not positive",
                    "say how often it normally calls");
        }
        SortedMap<String, String> labels = fields.texts("labels");
        return fields.clean()
                ? Optional.of(new IdentityDocument(new Identity(id, owner, labels, tier, cadence)))
                : Optional.empty();
    }
}
