package io.nhigovernor.governor.api;

import io.nhigovernor.governor.engine.Expiry;
import io.nhigovernor.governor.wire.Fields;
import java.time.Duration;
import java.util.Optional;

/** Reads when something runs out: an instant, or a duration from now. */
final class Expiries {
    private static final String FIELD = "expires";

    private Expiries() {}

    /** One that must be given. Its stand-in never leaves the reader. */
    static Expiry required(Fields fields) {
        if (!fields.has(FIELD)) {
            fields.missing(FIELD);
        }
        return read(fields).orElse(new Expiry.After(Expiry.LONGEST));
    }

    static Optional<Expiry> read(Fields fields) {
        Optional<String> text = fields.optionalText(FIELD, 40);
        if (text.filter(written -> written.startsWith("P")).isEmpty()) {
            return fields.optionalInstant(FIELD).map(Expiry.At::new);
        }
        Optional<Duration> duration = fields.optionalDuration(FIELD);
        if (duration.filter(wish -> wish.compareTo(Expiry.LONGEST) > 0).isPresent()) {
            fields.bad(FIELD, "lies more than 366 days ahead", "Say it again when it runs out.");
            return Optional.empty();
        }
        return duration.map(Expiry.After::new);
    }
}
