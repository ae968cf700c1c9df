package io.nhigovernor.testkit.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Vault, or an OpenBao, of an image. It runs in the network of this machine and sees the folders of its setup under the names they have
 * here, as this user: so it is set up, reached and read as one that runs without a container. Docker needs host networking for it.
 *
 * @param image with its tag
 */
public record VaultContainer(String image) implements VaultProgram {
    /** Names an image to use before all others. */
    public static final String VARIABLE = "GOVERNOR_TEST_VAULT_IMAGE";

    /** The release that is built where there is no Docker. */
    public static final String USUAL = "hashicorp/vault:1.21.2";

    private static final int STOP_SECONDS = 20;

    /** The image that {@link #VARIABLE} names, or nothing. */
    static Optional<VaultContainer> named(Map<String, String> environment) {
        return Optional.of(environment.getOrDefault(VARIABLE, ""))
                .filter(name -> !name.isEmpty())
                .map(VaultContainer::new);
    }

    /** Whether an engine answers that containers can be started with. */
    static boolean isDockerThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    public Optional<Path> plugins() {
        return Optional.empty();
    }

    /** OpenBao lets nobody add an audit device by its API otherwise; Vault does not know the word. */
    @Override
    public Map<String, Object> configuration() {
        return image.contains("openbao") ? Map.of("unsafe_allow_api_audit_creation", true) : Map.of();
    }

    @Override
    public RunningServer launch(VaultSetup setup, Path configuration, Path log) {
        var folders = new TreeSet<Path>();
        folders.add(setup.directory());
        setup.audits().forEach(file -> folders.add(file.toAbsolutePath().getParent()));
        var container = new GenericContainer<>(DockerImageName.parse(image)).withNetworkMode("host");
        for (var folder : folders) {
            container.withFileSystemBind(folder.toString(), folder.toString(), BindMode.READ_WRITE);
        }
        var user = user(setup.directory());
        container.withCreateContainerCmdModifier(command -> command.withUser(user)
                // The images' own scripts change owners and ask for privileges, for which a test has no use.
                .withEntrypoint("sh", "-c", "exec \"$(command -v bao || command -v vault)\" server -config=\"$0\"")
                .withCmd(configuration.toString()));
        container.withLogConsumer(frame -> append(log, frame.getUtf8String()));
        container.start();
        return new Running(container, log);
    }

    @Override
    public String toString() {
        return image + " (container)";
    }

    private static String user(Path directory) {
        try {
            return Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void append(Path log, String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException gone) {
            // Its folder goes before its last words come.
        }
    }

    /** Testcontainers removes what is left of it when this JVM ends, however it ends. */
    private record Running(GenericContainer<?> container, Path log) implements RunningServer {
        @Override
        public boolean isAlive() {
            return container.isRunning();
        }

        @Override
        public void hangUp() {
            docker().killContainerCmd(container.getContainerId())
                    .withSignal("HUP")
                    .exec();
        }

        @Override
        public void stop() {
            try {
                docker().stopContainerCmd(container.getContainerId())
                        .withTimeout(STOP_SECONDS)
                        .exec();
            } catch (NotModifiedException | NotFoundException ended) {
                // It has ended by itself.
            }
            container.stop();
        }

        @Override
        public void kill() {
            try {
                docker().killContainerCmd(container.getContainerId()).exec();
            } catch (ConflictException | NotFoundException ended) {
                // It has ended by itself.
            }
            container.stop();
        }

        @Override
        public String lastLines() {
            return ServerProcess.lastLines(log);
        }

        private static DockerClient docker() {
            return DockerClientFactory.instance().client();
        }
    }
}
