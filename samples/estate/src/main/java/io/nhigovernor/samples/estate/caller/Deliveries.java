package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.spi.Credential;

/** Where credentials are delivered. */
public interface Deliveries {
    Delivered of(Credential credential, String identity);
}
