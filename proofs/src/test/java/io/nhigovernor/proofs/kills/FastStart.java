package io.nhigovernor.proofs.kills;

import io.nhigovernor.samples.estate.Enrolled;
import io.nhigovernor.samples.estate.proof.Child;
import io.nhigovernor.samples.estate.proof.GovernorProcess;
import io.nhigovernor.samples.estate.proof.Site;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * The changed copy packed so that it starts in a fraction of the time: everything in jars, and the classes that a start needs in
 * an archive of the JVM's. It is started about 150 times.
 */
record FastStart(String classPath, List<String> options) {
    private static final Duration ARCHIVED_WITHIN = Duration.ofSeconds(60);

    /** The JVM tells of every class that it does not keep. */
    private static final String QUIETLY = "-Xlog:cds=off";

    FastStart {
        options = List.copyOf(options);
    }

    /** @param changed classes that stand before this JVM's class path */
    static FastStart of(Path changed, Path work) throws IOException, GeneralSecurityException, InterruptedException {
        var jars = new ArrayList<String>();
        jars.add(jar(changed, work.resolve("changed.jar")));
        for (var element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            var path = Path.of(element);
            if (Files.isDirectory(path)) {
                jars.add(jar(path, work.resolve(jars.size() + ".jar")));
            } else if (Files.exists(path)) {
                jars.add(element);
            }
        }
        var classPath = String.join(File.pathSeparator, jars);
        var archive = work.resolve("start.jsa").toAbsolutePath();
        train(
                new Child.Launch(classPath, List.of("-XX:ArchiveClassesAtExit=" + archive, QUIETLY)),
                work.resolve("training"));
        return new FastStart(classPath, List.of("-XX:SharedArchiveFile=" + archive, QUIETLY));
    }

    /** One short life in good order, at whose end the JVM writes the archive. */
    private static void train(Child.Launch launch, Path root)
            throws IOException, GeneralSecurityException, InterruptedException {
        var site = Site.make(root, Map.of());
        Cast.into(site.documents(), site.ports());
        Enrolled.in(site.home(), site.keyFile(), site.documents());
        try (var governor = GovernorProcess.begin(site, launch)) {
            governor.awaitUp();
            World.apply(governor.api(), site.documents());
            governor.api().get("/v1/ledger?limit=1000&from=1");
            if (governor.stop(ARCHIVED_WITHIN).isEmpty()) {
                throw new IOException("no archive of the classes within " + ARCHIVED_WITHIN);
            }
        }
    }

    private static String jar(Path folder, Path file) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(file));
                var found = Files.walk(folder)) {
            for (var path : found.filter(each -> !each.equals(folder)).toList()) {
                boolean isFolder = Files.isDirectory(path);
                // Whoever looks for the files of a folder looks for its own entry first.
                jar.putNextEntry(new ZipEntry(folder.relativize(path) + (isFolder ? "/" : "")));
                if (!isFolder) {
                    Files.copy(path, jar);
                }
                jar.closeEntry();
            }
        }
        return file.toAbsolutePath().toString();
    }
}
