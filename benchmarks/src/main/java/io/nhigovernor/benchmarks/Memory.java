package io.nhigovernor.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a governor needed at most.
 *
 * @param residentMebibytes of the process, as the kernel says
 * @param heapMebibytes of the heap in use, before a collection
 * @param liveMebibytes of the heap in use, after a collection
 * @param databaseMebibytes of its data directory
 */
record Memory(long residentMebibytes, long heapMebibytes, long liveMebibytes, long databaseMebibytes) {
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\((\\d+)M\\)");

    static Memory of(long pid, Path collections, Path data) throws IOException {
        long heap = 0;
        long live = 0;
        for (var line : Files.readAllLines(collections)) {
            var found = COLLECTION.matcher(line);
            if (found.find()) {
                heap = Math.max(heap, Long.parseLong(found.group(1)));
                live = Math.max(live, Long.parseLong(found.group(2)));
            }
        }
        return new Memory(resident(pid), heap, live, size(data) >> 20);
    }

    private static long resident(long pid) throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        throw new IOException("the kernel does not say how much memory process " + pid + " has");
    }

    private static long size(Path folder) throws IOException {
        long bytes = 0;
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "%d MiB resident, %d MiB of heap in use (%d MiB after a collection), %d MiB of database"
                .formatted(residentMebibytes, heapMebibytes, liveMebibytes, databaseMebibytes);
    }
}
