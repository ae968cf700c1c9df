package io.nhigovernor.spi;

/**
 * Brings credentials under a connector: what consumers read already is adopted as it is; where they read nothing yet, a first
 * value is made. Blocks. May be repeated: an enrolment that was cut short is completed by enrolling again.
 */
@FunctionalInterface
public interface Enrolment {
    /** The credential's verifier and delivery are both this connector. Bad settings are Refused, not thrown. */
    Result enrol(Credential credential);

    /** What came of one credential. No reason holds a value. */
    sealed interface Result {
        /** @param first the generation that is accepted and delivered now */
        record Enrolled(Fingerprint first, Origin origin) implements Result {}

        /** It was enrolled before; nothing was changed. */
        record Already() implements Result {}

        /** It cannot be enrolled as it is: a person has to change something first. */
        record Refused(String reason) implements Result {}

        /** The backend did not do it, or not all of it; enrol again once that is mended. */
        record Failed(String reason) implements Result {}
    }

    /** Where the first value came from. */
    enum Origin {
        /** Made by this connector; nobody had it before. */
        MADE,
        /** Consumers read it already. */
        ADOPTED
    }
}
