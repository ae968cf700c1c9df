package io.nhigovernor.connectors.local;

import io.nhigovernor.spi.ConnectorSettings;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.CredentialKind;
import io.nhigovernor.spi.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what {@link EnrolMain} is asked to do, with every problem at once. */
final class EnrolArguments {
    /** Options that become a key of the connector's section. */
    private static final Map<String, String> SECTION = Map.of(
            "--home", "home",
            "--key-file", "keyFile",
            "--trust-domain", "trustDomain",
            "--certificate-lifetime", "certificateLifetime");

    private static final Set<String> KINDS = Set.of("SECRET", "CERTIFICATE", "OIDC_KEY");

    private final Map<String, String> section = new TreeMap<>();
    private final Map<String, String> single = new HashMap<>();
    private final Set<String> holders = new LinkedHashSet<>();
    private final List<String> problems = new ArrayList<>();

    private EnrolArguments() {}

    /** What reading came to. */
    sealed interface Read {
        /** @param section of the connector's configuration */
        record Known(Credential credential, Map<String, String> section) implements Read {
            Path home() {
                return Path.of(section.getOrDefault("home", ""));
            }
        }

        record Wrong(List<String> problems) implements Read {}
    }

    /** Where an embedded governor keeps everything; as the governor finds it. */
    static Path state(@Nullable String xdg, Path userHome) {
        Path base = xdg != null && xdg.startsWith("/") ? Path.of(xdg) : userHome.resolve(".local/state");
        return base.resolve("nhi-governor");
    }

    static Read read(List<String> arguments, Path state) {
        return new EnrolArguments().all(arguments, state);
    }

    private Read all(List<String> arguments, Path state) {
        var left = arguments.iterator();
        while (left.hasNext()) {
            var name = left.next();
            if (name.equals("--create-key")) {
                section.put("createKey", "true");
            } else if (!SECTION.containsKey(name)
                    && !Set.of("--credential", "--type", "--holder").contains(name)) {
                problems.add("there is no option " + name);
            } else if (!left.hasNext()) {
                problems.add(name + " needs a value");
            } else {
                take(name, left.next());
            }
        }
        place(state);
        var id = name("--credential");
        var kind = kind();
        if (holders.isEmpty()) {
            problems.add("--holder is missing");
        }
        if (!problems.isEmpty() || id.isEmpty() || kind.isEmpty()) {
            return new Read.Wrong(List.copyOf(problems));
        }
        var settings = ConnectorSettings.of(LocalConnectorFactory.NAME, Map.of());
        return new Read.Known(
                new Credential(id.get(), kind.get(), List.copyOf(holders), settings, settings, List.of()),
                Map.copyOf(section));
    }

    private void take(String name, String value) {
        if (name.equals("--holder")) {
            valid(name, value).ifPresent(holder -> {
                if (!holders.add(holder)) {
                    problems.add("--holder " + holder + " is given twice");
                }
            });
            return;
        }
        var key = SECTION.get(name);
        var before = key == null ? single.put(name, value) : section.put(key, value);
        if (before != null) {
            problems.add(name + " is given twice");
        }
    }

    private void place(Path state) {
        boolean home = section.containsKey("home");
        if (home != section.containsKey("keyFile")) {
            problems.add("--home and --key-file belong together; leave out both for an embedded governor's");
        } else if (!home) {
            section.put("home", state.resolve("local").toString());
            section.put("keyFile", state.resolve("local.key").toString());
            section.put("createKey", "true");
        }
    }

    private Optional<CredentialKind> kind() {
        var text = single.get("--type");
        if (text == null || !KINDS.contains(text)) {
            problems.add(text == null ? "--type is missing" : "--type must be SECRET, CERTIFICATE or OIDC_KEY");
            return Optional.empty();
        }
        return Optional.of(CredentialKind.valueOf(text));
    }

    private Optional<String> name(String option) {
        var text = single.get(option);
        if (text == null) {
            problems.add(option + " is missing");
            return Optional.empty();
        }
        return valid(option, text);
    }

    private Optional<String> valid(String option, String text) {
        if (!Names.valid(text)) {
            problems.add(option + " must match [a-z0-9._/-]{1,200}");
            return Optional.empty();
        }
        return Optional.of(text);
    }
}
