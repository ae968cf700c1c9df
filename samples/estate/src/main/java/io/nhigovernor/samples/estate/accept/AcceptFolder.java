package io.nhigovernor.samples.estate.accept;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The local connector's folder of accept documents; only what changed is read again. For one thread at a time. */
public final class AcceptFolder implements AcceptShelf {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptFolder.class);

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();
    private Map<Path, Page> pages = Map.of();

    /** The inode belongs to the key: two atomic writes may fall into one tick of the file system's clock. */
    private record Stamp(String file, long modified, long size) {}

    private record Page(Stamp stamp, AcceptEntry entry) {}

    public AcceptFolder(Path folder) {
        this.folder = folder;
    }

    @Override
    public Map<String, AcceptEntry> read(Map<String, AcceptEntry> known) {
        var seen = new HashMap<Path, Page>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                read(file).ifPresent(page -> seen.put(file, page));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pages = seen;
        var entries = new HashMap<String, AcceptEntry>();
        seen.values().forEach(page -> entries.put(page.entry().credential(), page.entry()));
        return entries;
    }

    private Optional<Page> read(Path file) throws IOException {
        var known = Optional.ofNullable(pages.get(file));
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var stamp = new Stamp(
                    String.valueOf(attributes.fileKey()),
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size());
            return known.filter(page -> page.stamp().equals(stamp)).isPresent()
                    ? known
                    : Optional.of(new Page(stamp, AcceptEntry.of(json.readTree(file.toFile()))));
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
