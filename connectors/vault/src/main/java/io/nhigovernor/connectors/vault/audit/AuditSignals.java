package io.nhigovernor.connectors.vault.audit;

import io.nhigovernor.connectors.vault.audit.AuditHashes.KnownSecret;
import io.nhigovernor.connectors.vault.audit.Owners.Owner;
import io.nhigovernor.spi.Fingerprint;
import io.nhigovernor.spi.Names;
import io.nhigovernor.spi.RawSignal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a response line means. Knows no clock and no file; remembers the newest version seen of each KV path. One thread at a time.
 */
public final class AuditSignals {
    private static final int PATHS_MAX = 100_000;
    private static final int FINGERPRINT_MAX = 200;

    private final String source;
    private final AuditHashes hashes;
    private final Owners owners;
    private final Map<String, Long> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > PATHS_MAX;
        }
    };

    /** What a line means; at most one of these. */
    public sealed interface Meaning {
        record Login(RawSignal signal) implements Meaning {}

        record Fetch(Fetched fetched) implements Meaning {}

        /** A login that cannot be said to be anybody's. */
        record Unattributed() implements Meaning {}

        record Nothing() implements Meaning {}
    }

    /** @param source the name of the signal source */
    public AuditSignals(String source, AuditHashes hashes, Owners owners) {
        this.source = source;
        this.hashes = hashes;
        this.owners = owners;
    }

    /**
     * @param device which device's hashes the line holds
     * @param probe set when the call was our own: a login of ours is no evidence, and a read of ours no fetch
     */
    public Meaning of(AuditLine line, String device, Optional<String> probe, Instant arrived) {
        if (line.type() != AuditLine.Type.RESPONSE) {
            return new Meaning.Nothing();
        }
        if (line.mountType().equals("approle") && line.pathInMount().equals("login")) {
            return line.loggedIn().isPresent()
                    ? success(line, line.loggedIn().get(), device, probe, arrived)
                    : failure(line, device, probe, arrived);
        }
        if (line.mountType().equals("kv") && line.pathInMount().startsWith("data/")) {
            return kv(line, probe.isPresent());
        }
        if (line.mountType().equals("database")
                && line.pathInMount().startsWith("static-creds/")
                && line.operation().equals("read")
                && line.error().isEmpty()
                && (line.answer().data() || line.answer().wrapped())
                && !line.answer().refused()
                && probe.isEmpty()) {
            return new Meaning.Fetch(fetched(line, Fetched.What.STATIC_CREDENTIALS, false, false));
        }
        return new Meaning.Nothing();
    }

    // ---- logins

    private Meaning success(
            AuditLine line, AuditLine.Caller who, String device, Optional<String> probe, Instant arrived) {
        Map<String, String> metadata = who.metadata();
        Optional<Owner> declared =
                Optional.ofNullable(metadata.get("role_name")).flatMap(role -> owners.of(mount(line), role));
        Optional<String> named = Optional.ofNullable(metadata.get("identity"));
        // Whoever may make secret-ids may write any name into them; a role that is one identity's speaks for no other.
        boolean foreign = declared.isPresent()
                && named.isPresent()
                && !declared.get().identity().equals(named.get());
        Optional<String> identity =
                named.or(() -> declared.map(Owner::identity)).filter(Names::valid);
        if (foreign || identity.isEmpty()) {
            return new Meaning.Unattributed();
        }
        Optional<String> credential = Optional.ofNullable(metadata.get("credential"))
                .filter(Names::valid)
                .or(() -> declared.flatMap(Owner::credential));
        Optional<Fingerprint> generation = Optional.ofNullable(metadata.get("generation"))
                .filter(text -> !text.isEmpty() && text.length() <= FINGERPRINT_MAX)
                .map(Fingerprint::new)
                // One that was there before the governor bears no name; it is known by its hash.
                .or(() -> Optional.ofNullable(line.requestData().get("secret_id"))
                        .flatMap(hash -> hashes.secret(device, hash))
                        .map(KnownSecret::generation));
        return new Meaning.Login(signal(
                line,
                new Owner(identity.get(), credential),
                generation,
                RawSignal.Result.OK,
                Optional.empty(),
                probe,
                arrived));
    }

    /** The caller's own token, which a client may send with a login, says nothing about who tries to log in. */
    private Meaning failure(AuditLine line, String device, Optional<String> probe, Instant arrived) {
        Optional<KnownSecret> secret =
                Optional.ofNullable(line.requestData().get("secret_id")).flatMap(hash -> hashes.secret(device, hash));
        Optional<Owner> owner = secret.flatMap(KnownSecret::owner)
                .or(() -> Optional.ofNullable(line.requestData().get("role_id"))
                        .flatMap(hash -> hashes.role(device, mount(line), hash))
                        .flatMap(role -> owners.of(mount(line), role)))
                .filter(known -> Names.valid(known.identity()));
        if (owner.isEmpty() || (line.error().isEmpty() && !line.answer().refused())) {
            return new Meaning.Unattributed();
        }
        String which = secret.map(known -> switch (known.standing()) {
                    case PRIOR -> "prior";
                    case CANDIDATE -> "candidate";
                    case OTHER -> "a generation that is neither prior nor candidate";
                })
                .orElse("neither prior nor candidate");
        return new Meaning.Login(signal(
                line,
                owner.get(),
                secret.map(KnownSecret::generation),
                Refusal.outcome(line),
                Optional.of(Refusal.sentence(line) + ": " + which),
                probe,
                arrived));
    }

    private RawSignal signal(
            AuditLine line,
            Owner owner,
            Optional<Fingerprint> generation,
            RawSignal.Result outcome,
            Optional<String> reason,
            Optional<String> probe,
            Instant arrived) {
        return new RawSignal(
                source,
                line.requestId(),
                owner.identity(),
                owner.credential(),
                generation,
                RawSignal.Kind.AUTH,
                outcome,
                reason,
                Optional.of(mount(line)),
                probe,
                line.time(),
                arrived);
    }

    private static String mount(AuditLine line) {
        String point = line.mountPoint();
        return point.endsWith("/") ? point.substring(0, point.length() - 1) : point;
    }

    // ---- reads

    private Meaning kv(AuditLine line, boolean own) {
        if (line.error().isPresent() || line.answer().refused()) {
            return new Meaning.Nothing();
        }
        boolean older = line.version().isPresent() && older(line);
        boolean asked = line.requestData().containsKey("version");
        if (own || !line.operation().equals("read")) {
            return new Meaning.Nothing();
        }
        if (line.version().isPresent()) {
            return new Meaning.Fetch(fetched(line, Fetched.What.KV, asked, older));
        }
        if (line.answer().wrapped()) {
            return new Meaning.Fetch(fetched(line, Fetched.What.KV_WRAPPED, asked, false));
        }
        return asked ? new Meaning.Fetch(fetched(line, Fetched.What.KV_MISSING, true, false)) : new Meaning.Nothing();
    }

    private boolean older(AuditLine line) {
        String path = path(line);
        long version = line.version().getAsLong();
        long known = newest.getOrDefault(path, version);
        newest.put(path, Math.max(known, version));
        return version < known;
    }

    private static Fetched fetched(AuditLine line, Fetched.What what, boolean asked, boolean older) {
        return new Fetched(
                what,
                path(line),
                line.version(),
                line.rotated(),
                asked,
                older,
                line.caller(),
                line.remoteAddress(),
                line.time(),
                line.requestId());
    }

    private static String path(AuditLine line) {
        return line.namespace().orElse("") + line.path();
    }

    /** How Vault says no to a login. */
    private static final class Refusal {
        /** The credential's, or the lockout's that wrong credentials bring; whatever else went wrong is Vault's own trouble. */
        private static final List<String> CLEAR = List.of(
                "invalid credentials", "permission denied", "invalid request", "failed to determine alias name");

        private Refusal() {}

        static RawSignal.Result outcome(AuditLine line) {
            return line.error().isEmpty()
                            || CLEAR.stream().anyMatch(line.error().get()::contains)
                    ? RawSignal.Result.FAIL
                    : RawSignal.Result.EXCLUDED;
        }

        /** Vault's sentence where it is a known one: another might repeat what a caller sent. */
        static String sentence(AuditLine line) {
            return line.error()
                    .map(error ->
                            CLEAR.stream().filter(error::contains).findFirst().orElse("not answered"))
                    .orElse("refused by the mount");
        }
    }
}
