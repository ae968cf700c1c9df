package io.nhigovernor.governor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.governor.api.Listen;
import io.nhigovernor.governor.api.TestGovernor;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "only-for-this-test";

    @TempDir
    Path folder;

    @Test
    void aGovernorBehindTlsIsReachedByWhoTrustsItsCertificateAndByNobodyElse() throws Exception {
        Listen.Tls tls = certificate();
        Listen listen = new Listen("127.0.0.1", 0, Optional.of(tls), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (TestGovernor governor = new TestGovernor(listen)) {
            URI server = URI.create("https://127.0.0.1:" + governor.port());
            ApiClient trusting = new ApiClient(server, TestGovernor.READER, Optional.of(Trust.in(tls.certificate())));
            assertThat(trusting.get("/v1/health")).isInstanceOf(Response.Ok.class);
            ApiClient stranger = new ApiClient(server, TestGovernor.READER, Optional.empty());
            assertThat(stranger.get("/v1/health")).isInstanceOf(Response.Unreachable.class);
        }
    }

    private Listen.Tls certificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=governor",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Certificate certificate = keys.getCertificate("a");
        byte[] key = keys.getKey("a", PASSWORD.toCharArray()).getEncoded();
        return new Listen.Tls(
                pem("certificate.pem", "CERTIFICATE", certificate.getEncoded()), pem("key.pem", "PRIVATE KEY", key));
    }

    private Path pem(String name, String kind, byte[] bytes) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
