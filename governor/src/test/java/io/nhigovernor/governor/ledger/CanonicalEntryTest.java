package io.nhigovernor.governor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalEntryTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.000123Z");

    @Test
    void anEntryHasOneTextWithSortedFieldsNumbersAsTextAndNothingThatIsAbsent() {
        CanonicalEntry entry = HashChain.EMPTY.append(Drafts.moved("payments/api"), NOON, 3);
        assertThat(entry.text())
                .isEqualTo(
                        "{\"action\":\"MOVED\",\"actor\":\"governor\",\"epoch\":\"3\",\"method\":\"engine\","
                                + "\"previousHash\":\"" + "0".repeat(64)
                                + "\",\"sequence\":\"1\",\"subject\":\"payments/api\",\"time\":\"2026-11-21T12:00:00.000123Z\"}");
    }

    @Test
    void everyFieldComesBackFromTheLine() {
        CanonicalEntry entry = HashChain.EMPTY.append(Drafts.full("payments/api"), NOON, 3);
        assertThat(CanonicalEntry.readLine(entry.line())).contains(entry);
        assertThat(CanonicalEntry.read(entry.text(), entry.entry().hash())).contains(entry);
    }

    @Test
    void aLoneSurrogateIsReplacedBeforeItIsHashed() {
        LedgerDraft draft = LedgerDraft.of(LedgerAction.ALARM, "x\ud800", Map.of("k", "\udc00y"));
        CanonicalEntry entry = HashChain.EMPTY.append(draft, NOON, 1);
        assertThat(entry.text()).contains("\"x\ufffd\"", "\"\ufffdy\"");
        assertThat(HashChain.EMPTY.objection(
                        CanonicalEntry.readLine(entry.line()).orElseThrow()))
                .isEmpty();
    }

    @Test
    void anotherSpellingOfTheSameEntryIsNotRead() {
        String line = HashChain.EMPTY.append(Drafts.full("s"), NOON, 3).line();
        assertThat(CanonicalEntry.readLine(" " + line)).isEmpty();
        assertThat(CanonicalEntry.readLine(line + " ")).isEmpty();
        assertThat(CanonicalEntry.readLine(line.replace("ana", "\\u0061na"))).isEmpty();
        assertThat(CanonicalEntry.readLine(line.replace("\"epoch\":\"3\"", "\"epoch\":\"03\"")))
                .isEmpty();
        assertThat(CanonicalEntry.readLine(line.replace("\"epoch\":\"3\"", "\"epoch\":3")))
                .isEmpty();
        assertThat(CanonicalEntry.readLine(line.replace("000123Z", "000123000Z")))
                .isEmpty();
        assertThat(CanonicalEntry.readLine(line.replace("{\"action\"", "{\"a\":\"b\",\"action\"")))
                .isEmpty();
        assertThat(CanonicalEntry.readLine(line.replace("{\"action\"", "{\"action\":\"MOVED\",\"action\"")))
                .isEmpty();
    }

    @Test
    void anyPrefixOfALineIsRefusedNotThrown() {
        String line = HashChain.EMPTY.append(Drafts.full("s"), NOON, 3).line();
        for (int end = 0; end < line.length(); end++) {
            assertThat(CanonicalEntry.readLine(line.substring(0, end))).isEmpty();
        }
    }
}
