package io.nhigovernor.samples.estate.service;

import io.nhigovernor.samples.estate.tls.PeerName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A service's own log of the certificates shown to it: a line whenever a credential is presented by another serial, or fares otherwise. */
final class PresentedSerials {
    private static final Logger LOG = LoggerFactory.getLogger(PresentedSerials.class);

    private final String service;
    private final Map<String, String> last = new ConcurrentHashMap<>();

    PresentedSerials(String service) {
        this.service = service;
    }

    /** @param word what the service said to it */
    void saw(String credential, PeerName peer, String word) {
        var now = peer.serial() + " " + word;
        if (!now.equals(last.put(credential, now))) {
            LOG.info("{}: {} shows serial {}: {}", service, credential, peer.serial(), word);
        }
    }
}
