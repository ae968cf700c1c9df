package io.nhigovernor.samples.estate.count;

/** How one call ended for its caller. */
public enum CallResult {
    OK,
    /** The service said no, in TLS or with 401. */
    FAIL,
    /** Nothing was decided: 5xx, a broken connection. */
    EXCLUDED,
    /** Nobody listened. */
    REFUSED
}
