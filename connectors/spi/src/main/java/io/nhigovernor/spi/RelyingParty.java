package io.nhigovernor.spi;

import java.net.URI;

/** A declared endpoint where a credential is presented; {@link Verifier#prove} goes to each of them. */
public record RelyingParty(String name, URI address) {
    public RelyingParty {
        Names.require("relying party", name);
    }
}
