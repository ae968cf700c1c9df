package io.nhigovernor.samples.estate.proof;

import io.nhigovernor.samples.estate.Enrolled;
import io.nhigovernor.samples.estate.documents.Rendering;
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
 * How a governor that dies again and again starts in a fraction of the time: everything in jars, and the classes that a start
 * needs in an archive of the JVM's.
 */
public final class FastStart {
    private static final Duration ARCHIVED_WITHIN = Duration.ofSeconds(60);

    /** The JVM tells of every class that it does not keep. */
    private static final String QUIETLY = "-Xlog:cds=off";

    private FastStart() {}

    /**
     * @param first folders of classes that stand before this JVM's class path
     * @param work a folder of its own
     */
    public static Child.Launch of(List<Path> first, Path work)
            throws IOException, GeneralSecurityException, InterruptedException {
        Files.createDirectories(work);
        var elements = new ArrayList<>(first);
        for (var element : System.getProperty("java.class.path").split(File.pathSeparator)) {
            elements.add(Path.of(element));
        }
        var jars = new ArrayList<String>();
        for (var element : elements) {
            if (Files.isDirectory(element)) {
                jars.add(jar(element, work.resolve(jars.size() + ".jar")));
            } else if (Files.exists(element)) {
                jars.add(element.toString());
            }
        }
        var classPath = String.join(File.pathSeparator, jars);
        var archive = work.resolve("start.jsa").toAbsolutePath();
        train(
                new Child.Launch(classPath, List.of("-XX:ArchiveClassesAtExit=" + archive, QUIETLY)),
                work.resolve("training"));
        return new Child.Launch(classPath, List.of("-XX:SharedArchiveFile=" + archive, QUIETLY));
    }

    /** One short life in good order, at whose end the JVM writes the archive. */
    private static void train(Child.Launch launch, Path root)
            throws IOException, GeneralSecurityException, InterruptedException {
        var site = Site.make(root, Map.of());
        Rendering.into(site.documents(), site.ports());
        Enrolled.in(site.home(), site.keyFile(), site.documents());
        try (var governor = GovernorProcess.start(site, launch)) {
            governor.api().apply(site.documents());
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
