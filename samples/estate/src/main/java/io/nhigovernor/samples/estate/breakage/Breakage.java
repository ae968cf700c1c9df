package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedSet;

/** One thing that can be broken and mended. Safe to switch from any thread. */
interface Breakage {
    /** @throws IllegalArgumentException if a parameter is missing or wrong; nothing changed then */
    void on(JsonNode parameters);

    /** Mends what the parameters name, or everything if they name nothing. */
    void off(JsonNode parameters);

    /** What is broken now, for people to read; empty if nothing. */
    SortedSet<String> broken();
}
