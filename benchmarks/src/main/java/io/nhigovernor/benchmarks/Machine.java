package io.nhigovernor.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What it ran on. */
record Machine(String processor, int processors, long memoryMebibytes, String system, String java, double load) {
    static Machine here() throws IOException {
        return new Machine(
                first(Path.of("/proc/cpuinfo"), "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(first(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")) >> 10,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]));
    }

    private static String first(Path file, String name) throws IOException {
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith(name)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "0";
    }

    List<String> lines() {
        return List.of(
                "- %d processors (%s), %d MiB of memory, %s".formatted(processors, processor, memoryMebibytes, system),
                "- " + java + ", serial collector, as `bin/governor serve` starts it",
                "- load average when it began: %.2f".formatted(load));
    }
}
