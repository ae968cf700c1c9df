package io.nhigovernor.samples.estate.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The authorities of the team's PKI mount as they were distributed to services, PEM.
 *
 * @param all those that declared services trust
 * @param first the one there was before the issuer was changed
 */
public record IssuerBundles(Path all, Path first) {
    /** @param home of the services' own certificates */
    public static IssuerBundles in(Path home) {
        var folder = home.resolve("callers");
        return new IssuerBundles(folder.resolve("issuers.pem"), folder.resolve("first-issuer.pem"));
    }

    void write(String firstPem, String secondPem) throws IOException {
        Files.createDirectories(all.toAbsolutePath().getParent());
        Files.writeString(first, firstPem.strip() + "\n");
        Files.writeString(all, firstPem.strip() + "\n" + secondPem.strip() + "\n");
    }
}
