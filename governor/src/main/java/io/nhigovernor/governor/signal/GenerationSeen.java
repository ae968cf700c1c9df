package io.nhigovernor.governor.signal;

/** Which generation the verifier saw in one call, as far as its record tells. */
public enum GenerationSeen {
    PRIOR,
    CANDIDATE,
    /** The record names no generation. */
    UNKNOWN,
    /** The record names a generation that is neither. */
    OTHER
}
