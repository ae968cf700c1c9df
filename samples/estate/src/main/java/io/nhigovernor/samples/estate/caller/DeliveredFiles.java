package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.TargetId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLSocketFactory;

/** A symbolic link that is switched atomically. */
public final class DeliveredFiles implements Delivered {
    private final TargetId target;
    private final CredentialKind kind;
    private final Path pointer;
    private final SSLSocketFactory sockets;

    /**
     * @param home the local connector's home
     * @param sockets for calls that show no certificate
     */
    public DeliveredFiles(Path home, TargetId target, CredentialKind kind, SSLSocketFactory sockets) {
        this.target = target;
        this.kind = kind;
        this.pointer = pointerOf(home, target);
        this.sockets = sockets;
    }

    public static Path pointerOf(Path home, TargetId target) {
        return home.resolve("delivered")
                .resolve(target.identity())
                .resolve(target.credential().replace('/', '~'))
                .resolve("current");
    }

    /** The directory the pointer names now. */
    @Override
    public String shown() throws IOException {
        return pointer.toRealPath().toString();
    }

    @Override
    public Held read(String shown) throws IOException {
        var folder = Path.of(shown);
        var fingerprint =
                new Fingerprint(Files.readString(folder.resolve("fingerprint")).strip());
        try {
            return switch (kind) {
                case SECRET -> HeldSecret.read(folder, target.credential(), fingerprint, sockets);
                case CERTIFICATE -> HeldCertificate.read(folder, fingerprint);
                case OIDC_KEY -> HeldKey.read(folder, target.credential(), fingerprint, sockets);
                case OIDC_SECRET, APPROLE, DATABASE, PERMISSIONS ->
                    throw new IllegalArgumentException("the estate's callers find no file of " + kind);
            };
        } catch (GeneralSecurityException e) {
            throw new IOException("unusable material delivered for " + target, e);
        }
    }
}
