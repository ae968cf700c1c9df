package io.nhigovernor.samples.estate;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Command-line options of the form {@code --name value}. */
record Arguments(Map<String, String> options) {
    /** @throws IllegalArgumentException if an argument is no option, or an option has no value */
    static Arguments of(Iterable<String> words) {
        var options = new TreeMap<String, String>();
        var each = words.iterator();
        while (each.hasNext()) {
            var name = each.next();
            if (!name.startsWith("--") || !each.hasNext()) {
                throw new IllegalArgumentException("expected --name value, found " + name);
            }
            options.put(name.substring(2), each.next());
        }
        return new Arguments(options);
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    String text(String name) {
        var found = options.get(name);
        if (found == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return found;
    }

    String text(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    Path path(String name) {
        return Path.of(text(name));
    }

    int number(String name) {
        return Integer.parseInt(text(name));
    }

    long number(String name, long otherwise) {
        return has(name) ? Long.parseLong(text(name)) : otherwise;
    }

    /** Of the form {@code ledger=1234,billing=1235}. */
    Map<String, Integer> ports() {
        var ports = new TreeMap<String, Integer>();
        for (var pair : text("ports").split(",", -1)) {
            var parts = pair.split("=", 2);
            if (parts.length != 2) {
                throw new IllegalArgumentException("--ports reads service=port,service=port: " + pair);
            }
            ports.put(parts[0], Integer.parseInt(parts[1]));
        }
        return ports;
    }
}
