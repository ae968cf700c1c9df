package io.nhigovernor.governor.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Gzip, inflated only as far as it is believable: at most 16 MB, and at most 100:1 once 64 KB have come out. */
final class Inflation {
    static final int OUTPUT_MAX = 16 * 1024 * 1024;
    private static final int RATIO_MAX = 100;
    private static final int RATIO_FROM = 64 * 1024;

    private Inflation() {}

    sealed interface Inflated {
        record Bytes(byte[] bytes) implements Inflated {}

        record TooLarge(String text) implements Inflated {}

        record Broken(String text) implements Inflated {}
    }

    static Inflated inflate(byte[] body) {
        long believable = Math.max(RATIO_FROM, (long) body.length * RATIO_MAX);
        int limit = (int) Math.min(OUTPUT_MAX, believable);
        // The stream is read one byte past the limit, so that "exactly the limit" still passes.
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = in.readNBytes(limit + 1);
            return bytes.length <= limit ? new Inflated.Bytes(bytes) : new Inflated.TooLarge(text(limit));
        } catch (IOException e) {
            return new Inflated.Broken("the body is not valid gzip");
        }
    }

    private static String text(int limit) {
        return limit == OUTPUT_MAX
                ? "the body inflates to more than 16 MB"
                : "the body inflates to more than " + RATIO_MAX + " times its size";
    }

    /** Empty for no encoding; the name of an encoding we do not read otherwise, unless it is gzip. */
    static Optional<String> foreign(Optional<String> encoding) {
        return encoding.map(String::trim)
                .filter(name -> !name.equalsIgnoreCase("gzip") && !name.equalsIgnoreCase("identity"));
    }

    static boolean gzip(Optional<String> encoding) {
        return encoding.map(String::trim).filter("gzip"::equalsIgnoreCase).isPresent();
    }
}
