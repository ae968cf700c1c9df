package io.nhigovernor.samples.estate.accept;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.spi.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All accept documents of a folder, as of the last {@link #refresh}; safe to ask from any thread. */
public final class AcceptBook {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptBook.class);

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, AcceptEntry> entries = new ConcurrentHashMap<>();
    private Map<Path, Page> pages = Map.of();

    /** The inode belongs to the key: two atomic writes may fall into one tick of the file system's clock. */
    private record Stamp(String file, long modified, long size) {}

    private record Page(Stamp stamp, String credential) {}

    /** Reads the folder once. */
    public AcceptBook(Path folder) {
        this.folder = folder;
        refresh();
    }

    public Optional<AcceptEntry> find(String credential) {
        return Optional.ofNullable(entries.get(credential));
    }

    /** Every generation any document lists now, enabled or not. */
    public Set<Fingerprint> generations() {
        var all = new HashSet<Fingerprint>();
        entries.values().forEach(entry -> entry.generations().forEach(one -> all.add(one.fingerprint())));
        return all;
    }

    /** Reads again what changed since the last time; a document that went away accepts nothing any more. */
    public synchronized void refresh() {
        var seen = new HashMap<Path, Page>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                read(file).ifPresent(page -> seen.put(file, page));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var kept = new HashSet<String>();
        seen.values().forEach(page -> kept.add(page.credential()));
        entries.keySet().retainAll(kept);
        pages = seen;
    }

    private Optional<Page> read(Path file) throws IOException {
        var known = Optional.ofNullable(pages.get(file));
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var stamp = new Stamp(
                    String.valueOf(attributes.fileKey()),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size());
            if (known.isPresent() && known.get().stamp().equals(stamp)) {
                return known;
            }
            var entry = AcceptEntry.of(json.readTree(file.toFile()));
            entries.put(entry.credential(), entry);
            return Optional.of(new Page(stamp, entry.credential()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            // Keep what was known: a half-written document must not lock every caller out.
            LOG.warn(
                    "accept document {} is unreadable: {}",
                    file.getFileName(),
                    e.getClass().getSimpleName());
            return known;
        }
    }
}
