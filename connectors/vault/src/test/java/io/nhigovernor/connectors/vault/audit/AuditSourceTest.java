package io.nhigovernor.connectors.vault.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nhigovernor.connectors.vault.tail.LogTail;
import io.nhigovernor.spi.RawSignal;
import io.nhigovernor.spi.SignalSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AuditSourceTest {
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final String GOVERNOR = "e-governor";

    @TempDir
    Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final InstantSource clock = now::get;
    private final OwnTraffic own = new OwnRequests(() -> new OwnRequests.Tokens(Set.of(GOVERNOR), Set.of()));
    private final AuditCounters counters = new AuditCounters();
    private final List<Fetched> fetched = new CopyOnWriteArrayList<>();
    private final List<String> incidents = new CopyOnWriteArrayList<>();
    private final MemorySink sink = new MemorySink();
    private final AutoCloseable nothing = () -> {};
    private AutoCloseable subscription = nothing;

    /** Takes everything, or closes the subscription under the source's hands. */
    private static final class MemorySink implements SignalSource.Sink {
        private final List<RawSignal> signals = new CopyOnWriteArrayList<>();
        private final List<String> heartbeats = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        @Override
        public void signals(List<RawSignal> batch) {
            if (closed) {
                throw new CancellationException("closed");
            }
            signals.addAll(batch);
        }

        @Override
        public void heartbeat(String source, Instant at) {
            heartbeats.add(source + " " + at);
        }

        List<String> ids() {
            return signals.stream().map(RawSignal::id).toList();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Files.createFile(device("one").file());
        Files.createFile(device("two").file());
        subscribe();
        await(() -> Files.exists(device("two").checkpoint()));
    }

    @AfterEach
    void stop() throws Exception {
        subscription.close();
    }

    @Test
    void twoDevicesAreOneLog() throws IOException {
        write("one", login("r1", 1));
        write("two", login("r1", 1));
        write("two", login("r2", 2));
        await(() -> sink.signals.size() == 2 && counted(" REPEATED") == 1);
        assertThat(sink.ids()).containsExactlyInAnyOrder("r1", "r2");
        assertThat(sink.signals.get(0).source()).isEqualTo("vault-audit");
    }

    @Test
    void onlyWhatWeCausedIsAHeartbeat() throws IOException {
        write("one", login("r1", 1));
        write("one", read("r2", "somebody", 2));
        await(() -> counted("one LOGIN") == 1 && fetched.size() == 1);
        assertThat(sink.heartbeats).isEmpty();
        write("one", read("r3", GOVERNOR, 3));
        await(() -> !sink.heartbeats.isEmpty());
        assertThat(sink.heartbeats).containsExactly("vault-audit " + NOON.plusSeconds(3));
        assertThat(fetched).extracting(Fetched::requestId).containsExactly("r2");
    }

    @Test
    void aLoginThatWasAskedWithOurTokenIsAProbeWhateverItsAnswerBears() throws IOException {
        write("one", read("r1", GOVERNOR, 1).replace("\"response\"", "\"request\""));
        write("one", login("r1", 1));
        write("one", login("r2", 2));
        await(() -> sink.signals.size() == 2);
        assertThat(sink.signals)
                .extracting(RawSignal::probe)
                .containsExactly(Optional.of("own-call"), Optional.empty());
        assertThat(sink.heartbeats).containsExactly("vault-audit " + NOON.plusSeconds(1));
    }

    @Test
    void badLinesAreCountedByReasonAndTheNextIsRead() throws IOException {
        write("one", "{\"time\":");
        write("one", "garbage");
        write("one", "{\"time\":\"2026-11-27T12:00:00Z\"}");
        write("one", login("r1", 1));
        await(() -> sink.signals.size() == 1);
        assertThat(counters.snapshot())
                .containsEntry("one MALFORMED", 1L)
                .containsEntry("one NO_JSON_OBJECT", 1L)
                .containsEntry("one INCOMPLETE", 1L);
    }

    @Test
    void aGapIsSaidAndMakesTheSourceBlindForLongerThanSilenceIsAllowed() throws IOException {
        write("one", login("r1", 1));
        await(() -> sink.signals.size() == 1);
        Files.newByteChannel(device("one").file(), StandardOpenOption.WRITE)
                .truncate(0)
                .close();
        await(() -> !incidents.isEmpty());
        assertThat(incidents).containsExactly("one TRUNCATED");
        write("one", read("r2", GOVERNOR, 60));
        write("one", login("r3", 60));
        await(() -> sink.signals.size() == 2);
        assertThat(sink.heartbeats).isEmpty();
        write("one", read("r4", GOVERNOR, 61));
        await(() -> !sink.heartbeats.isEmpty());
    }

    @Test
    void whatTheSinkDidNotTakeComesAgainAfterTheNextStart() throws Exception {
        write("one", login("r1", 1));
        await(() -> sink.signals.size() == 1);
        subscription.close();
        subscribe();
        sink.closed = true;
        write("one", login("r2", 2));
        await(() -> counted("one LOGIN") == 2);
        subscription.close();
        sink.closed = false;
        subscribe();
        await(() -> sink.signals.size() == 2);
        assertThat(sink.ids()).containsExactly("r1", "r2");
    }

    @Test
    void aDeviceThatCannotBeReadIsSaidOnceAndTheOtherGoesOn() throws Exception {
        subscription.close();
        Files.createDirectory(folder.resolve("blocked"));
        Path checkpoint = folder.resolve("blocked");
        subscription = new AuditSource(
                        parts(List.of(new Device("blocked", device("one").file(), checkpoint), device("two"))))
                .subscribe(sink);
        write("two", login("r1", 1));
        await(() -> sink.signals.size() == 1 && !incidents.isEmpty());
        write("two", login("r2", 2));
        await(() -> sink.signals.size() == 2);
        assertThat(incidents).hasSize(1);
        assertThat(incidents.get(0)).startsWith("blocked unreadable");
    }

    @Test
    void aBugEndsTheSourceAndIsSaid() throws Exception {
        subscription.close();
        subscription = new AuditSource(parts(List.of(device("one")), new OwnRequests(() -> {
                    throw new IllegalStateException("a bug");
                })))
                .subscribe(sink);
        write("one", login("r1", 1));
        await(() -> incidents.contains("ended a bug"));
    }

    private void subscribe() {
        subscription = new AuditSource(parts(List.of(device("one"), device("two")))).subscribe(sink);
    }

    private AuditSource.Parts parts(List<Device> devices) {
        return parts(devices, own);
    }

    private AuditSource.Parts parts(List<Device> devices, OwnTraffic traffic) {
        return new AuditSource.Parts(
                "vault-audit",
                devices,
                AuditHashes.none(),
                (mount, role) -> Optional.empty(),
                traffic,
                fetched::add,
                new Incidents() {
                    @Override
                    public void gap(String device, LogTail.Gap why) {
                        incidents.add(device + " " + why);
                    }

                    @Override
                    public void unreadable(String device, String why) {
                        incidents.add(device + " unreadable " + why);
                    }

                    @Override
                    public void ended(RuntimeException why) {
                        incidents.add("ended " + why.getMessage());
                    }
                },
                counters,
                clock);
    }

    private Device device(String name) {
        return new Device(name, folder.resolve(name + ".log"), folder.resolve(name + ".position"));
    }

    private void write(String device, String line) throws IOException {
        Files.writeString(device(device).file(), line + "\n", StandardOpenOption.APPEND);
    }

    private long counted(String what) {
        return counters.snapshot().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(what))
                .mapToLong(java.util.Map.Entry::getValue)
                .sum();
    }

    private static void await(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static String login(String id, int second) {
        return "{\"time\":\"" + NOON.plusSeconds(second) + "\",\"type\":\"response\",\"request\":{\"id\":\"" + id
                + "\",\"operation\":\"update\",\"path\":\"auth/approle/login\",\"mount_point\":\"auth/approle/\","
                + "\"mount_type\":\"approle\"},\"response\":{\"auth\":{\"metadata\":{\"role_name\":\"billing\","
                + "\"identity\":\"billing\",\"credential\":\"approle/billing\",\"generation\":\"g1\"}}}}";
    }

    private static String read(String id, String entity, int second) {
        return "{\"time\":\"" + NOON.plusSeconds(second) + "\",\"type\":\"response\",\"auth\":{\"entity_id\":\""
                + entity + "\"},\"request\":{\"id\":\"" + id
                + "\",\"operation\":\"read\",\"path\":\"secret/data/app\",\"mount_point\":\"secret/\","
                + "\"mount_type\":\"kv\"},\"response\":{\"data\":{\"metadata\":{\"version\":1}}}}";
    }
}
