package io.nhigovernor.governor;

import io.nhigovernor.governor.cli.Seams;
import io.nhigovernor.governor.config.GovernorConfig;
import io.nhigovernor.governor.document.YamlText;
import io.nhigovernor.governor.ledger.LedgerVerifier;
import io.nhigovernor.governor.ledger.Verification;
import io.nhigovernor.governor.ledger.VerificationKey;
import io.nhigovernor.governor.store.export.ExportLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Joins the commands with the parts of the governor they need. */
final class Wiring {
    private Wiring() {}

    static Seams seams() {
        return new Seams(Wiring::serve, YamlText::read, Wiring::verify);
    }

    private static void serve(GovernorConfig config, Consumer<String> say) throws IOException, InterruptedException {
        try (var governor = new Governor(config)) {
            // Closing lets await return; an interrupt beside it would be reported as a bug.
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(governor::close));
            String scheme = config.listen().tls().isPresent() ? "https" : "http";
            say.accept("governor listens on " + scheme + "://" + config.listen().host() + ":" + governor.port());
            say.accept("data lies in " + config.data());
            if (!governor.await()) {
                throw new IOException("the engine stopped because a decision could not be recorded; see the log");
            }
        }
    }

    private static Seams.Finding verify(Path export, Optional<Path> key) throws IOException {
        Optional<VerificationKey> pinned = key.isEmpty() ? Optional.empty() : Optional.of(pinned(key.get()));
        try (InputStream in = Files.newInputStream(export)) {
            return switch (LedgerVerifier.verify(new ExportLines(in), pinned)) {
                case Verification.Verified verified ->
                    new Seams.Finding(
                            true,
                            List.of(
                                    verified.last().checkpoint().size() + " entries verified, head "
                                            + verified.last().checkpoint().head(),
                                    verified.pinned()
                                            ? "signed with the key you named"
                                            : "signed with the key inside the file: name yours with --key to know who signed"));
                case Verification.Broken broken ->
                    new Seams.Finding(
                            false, List.of("line " + broken.line() + ", " + broken.record() + ": " + broken.why()));
            };
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + export, e);
        }
    }

    private static VerificationKey pinned(Path key) throws IOException {
        return VerificationKey.parse(Files.readString(key, StandardCharsets.US_ASCII))
                .orElseThrow(() -> new IOException(key + " holds no Ed25519 public key"));
    }
}
