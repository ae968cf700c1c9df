package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.spi.Fingerprint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** A shared secret, sent as Basic authentication. */
final class HeldSecret implements Presentable {
    private final Fingerprint fingerprint;
    private final String header;
    private final SSLSocketFactory sockets;

    private HeldSecret(Fingerprint fingerprint, String header, SSLSocketFactory sockets) {
        this.fingerprint = fingerprint;
        this.header = header;
        this.sockets = sockets;
    }

    static HeldSecret read(Path folder, String credential, Fingerprint fingerprint, SSLSocketFactory sockets)
            throws IOException {
        return of(credential, fingerprint, Files.readAllBytes(folder.resolve("secret")), sockets);
    }

    static HeldSecret of(String credential, Fingerprint fingerprint, byte[] secret, SSLSocketFactory sockets) {
        var pair = new ByteArrayOutputStream();
        pair.writeBytes((credential + ":").getBytes(StandardCharsets.UTF_8));
        pair.writeBytes(secret);
        return new HeldSecret(fingerprint, "Basic " + Base64.getEncoder().encodeToString(pair.toByteArray()), sockets);
    }

    @Override
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public void presentOn(HttpsURLConnection call, String service, Instant now) {
        call.setSSLSocketFactory(sockets);
        call.setRequestProperty("Authorization", header);
    }
}
