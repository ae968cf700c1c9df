package io.nhigovernor.samples.estate.service;

import io.nhigovernor.samples.estate.accept.Accepted;
import io.nhigovernor.spi.Fingerprint;
import java.util.Optional;
import java.util.function.Predicate;

/** What a request claims to be, before anything of it is believed. */
sealed interface Claim {
    /**
     * @param named the generation it names itself, if its kind does
     * @param serial of the certificate that it shows, if it does
     * @param proves whether it proves to be a generation
     */
    record Made(
            String credential, Optional<Fingerprint> named, Optional<String> serial, Predicate<Accepted.Check> proves)
            implements Claim {}

    record None(String reason) implements Claim {}
}
