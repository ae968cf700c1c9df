package io.nhigovernor.proofs.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The list of sown bugs that people read: each with the life that breaks a promise on it. */
record RecordedLives(List<String> lines) {
    private static final Pattern SEED = Pattern.compile("\\| walk\\.seed=(\\d+): ");

    static RecordedLives in(Path list) throws IOException {
        return new RecordedLives(Files.readAllLines(list));
    }

    /** What the list says of a mutant that a life was found for. */
    static String line(Mutant mutant, String found) {
        return beginning(mutant) + found + " |";
    }

    private static String beginning(Mutant mutant) {
        return "| " + mutant + " | " + mutant.what() + " | " + mutant.breaks() + " | ";
    }

    /** The seed that stands in the mutant's line, if it has one. */
    OptionalLong of(Mutant mutant) {
        return lines.stream()
                .filter(line -> line.startsWith(beginning(mutant)))
                .flatMap(line -> SEED.matcher(line).results())
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .findFirst();
    }
}
