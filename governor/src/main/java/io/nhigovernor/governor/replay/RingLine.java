package io.nhigovernor.governor.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nhigovernor.governor.ring.Gate;
import java.io.IOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The first line of a stream: which ring is judged, by what gate, and when its members were cut over.
 *
 * @param cutovers of each member, in microseconds, as are the first and the last of them
 * @param baselineFrom where the baseline begins, in microseconds
 */
record RingLine(
        String ring,
        List<String> members,
        List<String> control,
        Map<String, Long> cutovers,
        long firstCutover,
        long lastCutover,
        Gate gate,
        long baselineFrom) {

    static RingLine read(JsonParser json) throws IOException, BadLine {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new BadLine("the first line must be a ring: an object");
        }
        Parts parts = new Parts();
        Fields.each(json, "the ring line", parts::field);
        if (json.nextToken() != null) {
            throw new BadLine("text after the ring's object");
        }
        return parts.finished();
    }

    private static final class Parts {
        private String type = "";
        private String ring = "";
        private List<String> members = List.of();
        private List<String> control = List.of();
        private OptionalLong cutover = OptionalLong.empty();
        private final Map<String, Long> cutovers = new LinkedHashMap<>();
        private Gate gate = Gate.defaults();
        private OptionalLong baselineFrom = OptionalLong.empty();

        void field(String name, JsonParser json) throws IOException, BadLine {
            switch (name) {
                case "type" -> type = Fields.string(name, json);
                case "ring" -> ring = Fields.string(name, json);
                case "members" -> members = Fields.strings(name, json);
                case "control" -> control = Fields.strings(name, json);
                case "cutover" -> cutover(json);
                case "gate" -> gate = ReplayGate.read(json);
                case "baselineFrom" -> baselineFrom = OptionalLong.of(Timestamps.micros(Fields.string(name, json)));
                default -> throw new BadLine("the ring line has no field '" + name + "'");
            }
        }

        private void cutover(JsonParser json) throws IOException, BadLine {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                Fields.each(
                        json,
                        "cutover",
                        (id, value) -> cutovers.put(id, Timestamps.micros(Fields.string("cutover", value))));
            } else {
                cutover = OptionalLong.of(Timestamps.micros(Fields.string("cutover", json)));
            }
        }

        RingLine finished() throws BadLine {
            require(type.equals("ring"), "the first line must have \"type\":\"ring\"");
            require(!ring.isEmpty(), "the ring line needs 'ring'");
            require(!members.isEmpty(), "the ring line needs 'members', at least one");
            require(baselineFrom.isPresent(), "the ring line needs 'baselineFrom'");
            Set<String> known = new HashSet<>(members);
            require(known.size() == members.size(), "a member is named twice");
            Set<String> held = new HashSet<>(control);
            require(held.size() == control.size(), "a control identity is named twice");
            for (String id : control) {
                require(!known.contains(id), "'" + id + "' is a member and control");
            }
            if (cutover.isPresent()) {
                members.forEach(member -> cutovers.put(member, cutover.getAsLong()));
            }
            for (String member : members) {
                require(cutovers.containsKey(member), "no cutover for '" + member + "'");
            }
            require(cutovers.size() == members.size(), "a cutover names someone who is no member");
            RingLine line = new RingLine(
                    ring,
                    members,
                    control,
                    cutovers,
                    Collections.min(cutovers.values()),
                    Collections.max(cutovers.values()),
                    gate,
                    baselineFrom.getAsLong());
            require(line.baselineFrom() < line.firstCutover(), "'baselineFrom' must be before the first cutover");
            return line;
        }

        private static void require(boolean holds, String otherwise) throws BadLine {
            if (!holds) {
                throw new BadLine(otherwise);
            }
        }
    }
}
