package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.tls.Pem;
import io.nhigovernor.samples.estate.token.TokenSigner;
import io.nhigovernor.spi.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** A signing key; calls carry short-lived tokens signed by it. */
record HeldKey(Fingerprint fingerprint, TokenSigner signer, SSLSocketFactory sockets) implements Presentable {
    static HeldKey read(Path folder, String credential, Fingerprint fingerprint, SSLSocketFactory sockets)
            throws IOException, GeneralSecurityException {
        var keyId = Files.readString(folder.resolve("kid")).strip();
        return new HeldKey(
                fingerprint, new TokenSigner(Pem.key(folder.resolve("key.pem")), keyId, credential), sockets);
    }

    @Override
    public void presentOn(HttpsURLConnection call, String service, Instant now) {
        call.setSSLSocketFactory(sockets);
        call.setRequestProperty("Authorization", "Bearer " + signer.token(service, now));
    }
}
