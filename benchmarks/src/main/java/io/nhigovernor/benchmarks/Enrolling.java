package io.nhigovernor.benchmarks;

import io.nhigovernor.spi.Connector;
import io.nhigovernor.spi.ConnectorFactory;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.spi.Enrolment;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Brings credentials under the Vault connector, as {@code governor adopt} does, several at a time. */
final class Enrolling {
    private Enrolling() {}

    /** @return the generation that each identity has first */
    static SortedMap<String, String> all(Map<String, String> section, List<Credential> credentials) {
        var first = new ConcurrentSkipListMap<String, String>();
        try (Connector connector = open(section)) {
            var enrolment = connector.enrolment().orElseThrow();
            Workers.each(credentials, Workers.SETTING_UP, credential -> {
                if (!(enrolment.enrol(credential) instanceof Enrolment.Result.Enrolled enrolled)) {
                    throw new IllegalStateException(credential.id() + " could not be enrolled");
                }
                first.put(credential.holders().getFirst(), enrolled.first().value());
            });
        }
        return first;
    }

    private static Connector open(Map<String, String> section) {
        for (var factory : ServiceLoader.load(ConnectorFactory.class)) {
            if (factory.name().equals("vault")) {
                return factory.open(section);
            }
        }
        throw new IllegalStateException("the Vault connector is not on the class path");
    }
}
