package io.nhigovernor.governor.engine;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.ConnectorFactory.SettingProblem;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Delivery;
import io.nhigovernor.spi.Discovery;
import io.nhigovernor.spi.Enrolment;
import io.nhigovernor.spi.SignalSource;
import io.nhigovernor.spi.Verifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The connectors this governor opened, by name. */
public final class Connectors implements AutoCloseable {
    private final Map<String, ConnectorFactory> factories;
    private final Map<String, Connector> opened;

    private Connectors(Map<String, ConnectorFactory> factories, Map<String, Connector> opened) {
        this.factories = factories;
        this.opened = opened;
    }

    /** For tests and simulations: connectors that exist already and accept any settings. */
    public static Connectors of(Map<String, Connector> opened) {
        return new Connectors(Map.of(), new TreeMap<>(opened));
    }

    /**
     * Finds every factory and opens those that are configured.
     *
     * @throws IllegalArgumentException naming every unknown connector and every unusable setting at once
     */
    public static Connectors open(Map<String, Map<String, String>> configuration) {
        var factories = new TreeMap<String, ConnectorFactory>();
        ServiceLoader.load(ConnectorFactory.class).forEach(factory -> factories.put(factory.name(), factory));
        var opened = new TreeMap<String, Connector>();
        List<String> problems = new ArrayList<>();
        configuration.forEach((name, settings) -> {
            ConnectorFactory factory = factories.get(name);
            if (factory == null) {
                problems.add("no connector is called " + name + "; there are " + factories.keySet());
                return;
            }
            try {
                opened.put(name, factory.open(settings));
            } catch (IllegalArgumentException e) {
                problems.add("connector " + name + ": " + e.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            opened.values().forEach(Connector::close);
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return new Connectors(factories, opened);
    }

    Optional<Verifier> verifier(Credential credential) {
        return Optional.ofNullable(opened.get(credential.verifier().connector()))
                .map(Connector::verifier);
    }

    Optional<Delivery> delivery(Credential credential) {
        return Optional.ofNullable(opened.get(credential.delivery().connector()))
                .map(Connector::delivery);
    }

    /** Of the connector that verifies it. */
    Optional<Enrolment> enrolment(Credential credential) {
        return Optional.ofNullable(opened.get(credential.verifier().connector()))
                .flatMap(Connector::enrolment);
    }

    /** Tells each connector what is under it now. One that fails is told again with the next change. */
    void know(Collection<Credential> credentials) {
        opened.forEach((name, connector) -> {
            try {
                connector.know(credentials.stream()
                        .filter(credential -> credential.verifier().connector().equals(name)
                                || credential.delivery().connector().equals(name))
                        .toList());
            } catch (RuntimeException | Error e) {
                Hands.bug("connector " + name + " hearing of credentials", e);
            }
        });
    }

    /** What the opened connectors can be asked for, by connector; without those that cannot list what they hold. */
    public SortedMap<String, Discovery> discoveries() {
        var discoveries = new TreeMap<String, Discovery>();
        opened.forEach(
                (name, connector) -> connector.discovery().ifPresent(discovery -> discoveries.put(name, discovery)));
        return discoveries;
    }

    /** Every signal source that the opened connectors bring. */
    public List<SignalSource> signalSources() {
        return opened.values().stream()
                .flatMap(connector -> connector.signalSources().stream())
                .toList();
    }

    /** Everything wrong with a credential's connector sections. */
    public List<SettingProblem> settingProblems(Credential credential) {
        List<SettingProblem> problems = new ArrayList<>();
        var sections = new TreeMap<String, String>();
        sections.put("verifier", credential.verifier().connector());
        sections.put("delivery", credential.delivery().connector());
        sections.forEach((section, name) -> {
            if (!opened.containsKey(name)) {
                problems.add(new SettingProblem(
                        section,
                        "connector",
                        "no connector " + name + " is configured; there are " + opened.keySet()
                                + "; add it under connectors: in the configuration"));
            } else if (factories.containsKey(name)) {
                factories.get(name).problems(credential).stream()
                        .filter(problem -> problem.section().equals(section))
                        .forEach(problems::add);
            }
        });
        return problems;
    }

    @Override
    public void close() {
        opened.values().forEach(Connector::close);
    }
}
