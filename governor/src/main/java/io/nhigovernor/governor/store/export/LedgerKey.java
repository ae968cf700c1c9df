package io.nhigovernor.governor.store.export;

import io.nhigovernor.governor.ledger.Checkpoint;
import io.nhigovernor.governor.ledger.SignedCheckpoint;
import io.nhigovernor.governor.ledger.VerificationKey;
import io.nhigovernor.governor.store.StoreRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The Ed25519 key that signs checkpoints. It lives in one PEM file that only its owner may read; it is never printed. */
public final class LedgerKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final PrivateKey key;
    private final VerificationKey verificationKey;

    private LedgerKey(PrivateKey key, VerificationKey verificationKey) {
        this.key = key;
        this.verificationKey = verificationKey;
    }

    /**
     * The key of this file; a file that is not there is made, with a new key.
     *
     * @throws StoreRefusedException if the file cannot be read or made, others may read it, or it holds no such key
     */
    public static LedgerKey openOrCreate(Path file) {
        try {
            return Files.exists(file) ? read(file) : create(file);
        } catch (IOException e) {
            throw new StoreRefusedException("ledger key " + file + " cannot be read or made: " + e, e);
        }
    }

    public VerificationKey verificationKey() {
        return verificationKey;
    }

    public SignedCheckpoint sign(Checkpoint checkpoint) {
        return checkpoint.signedWith(key);
    }

    private static LedgerKey create(Path file) throws IOException {
        KeyPair pair = pair();
        VerificationKey publicHalf = VerificationKey.of(pair.getPublic());
        String privateHalf =
                Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        String text = BEGIN + "\n" + privateHalf + "\n" + END + "\n" + publicHalf.pem();
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        // Made with its permissions, not given them later, and moved when durable: a crash leaves no half a key.
        try (FileChannel channel =
                FileChannel.open(unfinished, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file);
        return new LedgerKey(pair.getPrivate(), publicHalf);
    }

    private static LedgerKey read(Path file) throws IOException {
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new StoreRefusedException("ledger key " + file + " may be read by others; chmod 600 it");
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return parse(text)
                .orElseThrow(() -> new StoreRefusedException("ledger key " + file
                        + " does not hold an Ed25519 key and its public half; put the right file back"));
    }

    private static Optional<LedgerKey> parse(String text) {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            return Optional.empty();
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return VerificationKey.parse(text.substring(end + END.length()))
                    .map(publicHalf -> new LedgerKey(key, publicHalf))
                    .filter(LedgerKey::halvesMatch);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // What it says may repeat key material; the caller names the file.
            return Optional.empty();
        }
    }

    private boolean halvesMatch() {
        return sign(new Checkpoint("", 0, "", "", Instant.EPOCH, Optional.empty()))
                .verifies(verificationKey);
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java since 15 has Ed25519", e);
        }
    }
}
