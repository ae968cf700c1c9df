package io.nhigovernor.proofs.mutants;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A core whose every class is loaded anew, apart from all others in this process, and lives lived on it. */
final class Core implements AutoCloseable {
    private final URLClassLoader classes;
    private final BiFunction<Long, Long, Optional<String>> lives;

    private Core(List<Path> first) throws IOException, ReflectiveOperationException {
        List<URL> path = new ArrayList<>();
        for (Path folder : first) {
            path.add(folder.toUri().toURL());
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            path.add(Path.of(entry).toUri().toURL());
        }
        // Above it stands the JDK alone: a class of the product found there would be the unchanged one.
        classes = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        lives = lives(classes.loadClass(Lives.class.getName()).getConstructor().newInstance());
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<Long, Long, Optional<String>> lives(Object ofItsOwnLoader) {
        return (BiFunction<Long, Long, Optional<String>>) ofItsOwnLoader;
    }

    static Core asBuilt() throws IOException, ReflectiveOperationException {
        return new Core(List.of());
    }

    /** @param classes the changed ones, which stand before those that were built */
    static Core changed(Path classes) throws IOException, ReflectiveOperationException {
        return new Core(List.of(classes));
    }

    /** The first life from {@code from} to before {@code to} that breaks a promise, and how. */
    Optional<String> firstBreak(long from, long to) {
        return lives.apply(from, to);
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}
