package io.nhigovernor.governor;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Verifier;
import io.nhigovernor.testkit.InMemoryBackend;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A backend whose log a test writes: found and opened as any connector is, with a source of the name its settings give. */
public final class TapeConnectorFactory implements ConnectorFactory {
    private static final Map<String, Tape> TAPES = new ConcurrentHashMap<>();

    /** What is subscribed under a source's name now. */
    static Optional<Tape> tape(String source) {
        return Optional.ofNullable(TAPES.get(source));
    }

    record Tape(SignalSource.Sink sink) {}

    @Override
    public String name() {
        return "tape";
    }

    @Override
    public List<SettingProblem> problems(Credential credential) {
        return List.of();
    }

    @Override
    public Connector open(Map<String, String> configuration) {
        return new TapeConnector(configuration.getOrDefault("source", "tape"));
    }

    private record TapeConnector(String source, InMemoryBackend backend) implements Connector, SignalSource {
        TapeConnector(String source) {
            this(source, new InMemoryBackend(io.nhigovernor.testkit.BackendCapabilities.fenced()));
        }

        @Override
        public Verifier verifier() {
            return backend.verifier();
        }

        @Override
        public Delivery delivery() {
            return backend.delivery();
        }

        @Override
        public List<SignalSource> signalSources() {
            return List.of(this);
        }

        @Override
        public String name() {
            return source;
        }

        @Override
        public AutoCloseable subscribe(Sink sink) {
            TAPES.put(source, new Tape(sink));
            return () -> TAPES.remove(source);
        }

        @Override
        public void close() {}
    }
}
