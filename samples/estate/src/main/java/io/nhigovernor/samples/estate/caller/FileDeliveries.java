package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.TargetId;
import java.nio.file.Path;
import javax.net.ssl.SSLSocketFactory;

/**
 * Of the local connector: symbolic links.
 *
 * @param home the local connector's home
 * @param sockets for calls that show no certificate
 */
public record FileDeliveries(Path home, SSLSocketFactory sockets) implements Deliveries {
    @Override
    public Delivered of(Credential credential, String identity) {
        return new DeliveredFiles(home, new TargetId(credential.id(), identity), credential.kind(), sockets);
    }
}
