package io.nhigovernor.samples.estate.proof;

import io.nhigovernor.samples.estate.Enrolled;
import io.nhigovernor.samples.estate.documents.Rendering;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * How a governor that dies again and again starts in a fraction of the time: everything in jars, and the classes that a start
 * needs in an archive of the JVM's.
 */
public final class FastStart {
    private static final Duration ARCHIVED_WITHIN = Duration.ofSeconds(180);

    /** From 25 on a JVM keeps more than classes: linked, and with what their lambdas came to. */
    private static final boolean KEEPS_MORE = Runtime.version().feature() >= 25;

    private static final String MAKES = KEEPS_MORE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    private static final String TAKES = KEEPS_MORE ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";

    /** The JVM tells of every class that it does not keep. */
    private static final String QUIETLY = KEEPS_MORE ? "-Xlog:aot=off" : "-Xlog:cds=off";

    /** Code for reflection is worth its price only where a constructor is called often. */
    private static final String NO_CODE_FOR_REFLECTION = "-Djdk.reflect.useNativeAccessorOnly=true";

    private FastStart() {}

    /** A short life of a governor in good order. */
    public interface Training {
        void live(Path root, Child.Launch launch) throws IOException, GeneralSecurityException, InterruptedException;
    }

    /** For governors of the local connector. */
    public static Child.Launch of(List<Path> first, Path work)
            throws IOException, GeneralSecurityException, InterruptedException {
        return of(first, work, FastStart::train);
    }

    /**
     * @param first folders of classes that stand before this JVM's class path
     * @param work a folder of its own
     * @param training at whose end the JVM writes down what it had to load
     */
    public static Child.Launch of(List<Path> first, Path work, Training training)
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
        var archive = work.resolve("start.archive").toAbsolutePath();
        var usual = List.of(QUIETLY, NO_CODE_FOR_REFLECTION, "-Dorg.sqlite.lib.path=" + sqlite(work.resolve("sqlite")));
        training.live(work.resolve("training"), launch(classPath, MAKES + archive, usual));
        if (!Files.exists(archive)) {
            throw new IOException("the JVM wrote no archive " + archive);
        }
        return launch(classPath, TAKES + archive, usual);
    }

    private static Child.Launch launch(String classPath, String archive, List<String> usual) {
        return new Child.Launch(
                classPath, Stream.concat(Stream.of(archive), usual.stream()).toList());
    }

    /** The database's own library, which every start would else unpack and compare. @return the folder it lies in */
    private static Path sqlite(Path folder) throws IOException {
        Files.createDirectories(folder);
        var name = LibraryLoaderUtil.getNativeLibName();
        var resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (var library = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(library), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return folder.toAbsolutePath();
    }

    private static void train(Path root, Child.Launch launch)
            throws IOException, GeneralSecurityException, InterruptedException {
        var site = Site.make(root, Map.of());
        Rendering.into(site.documents(), site.ports());
        Enrolled.in(site.home(), site.keyFile(), site.documents());
        try (var governor = GovernorProcess.start(site, launch)) {
            governor.api().apply(site.documents());
            governor.api().get("/v1/ledger?limit=1000&from=1");
            ended(governor);
        }
    }

    /** Ends it and waits for the archive. */
    public static void ended(GovernorProcess governor) throws IOException, InterruptedException {
        if (governor.stop(ARCHIVED_WITHIN).isEmpty()) {
            throw new IOException("no archive of the classes within " + ARCHIVED_WITHIN);
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
