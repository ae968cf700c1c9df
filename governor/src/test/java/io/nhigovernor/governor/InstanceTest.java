package io.nhigovernor.governor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
    @TempDir
    Path folder;

    @Test
    void aNodeKeepsItsNameAndAnotherHasAnother() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Instance first = Instance.of(folder);
        assertThat(first.node()).matches("[0-9a-f-]{36}");
        assertThat(Instance.of(folder)).isEqualTo(first);
        assertThat(Instance.of(other).node()).isNotEqualTo(first.node());
        assertThat(Instance.of(other).build()).isEqualTo(first.build()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void aBuildIsKnownByEveryByteAndNameOfIt() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "abc");
        assertThat(Instance.digest(file))
                .isEqualTo("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        String before = Instance.digest(folder);
        Files.writeString(file, "abd");
        String changed = Instance.digest(folder);
        Files.move(file, folder.resolve("b"));
        assertThat(Instance.digest(folder)).isNotIn(before, changed);
        assertThat(changed).isNotEqualTo(before);
    }
}
