package io.nhigovernor.samples.estate.service;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The services of the estate by name. */
public record Services(Map<String, Service> byName) {
    public Services(Collection<Service> services) {
        this(index(services));
    }

    /** @throws IllegalArgumentException if there is none of this name */
    public Service named(String name) {
        var found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no service " + name + "; there are " + byName.keySet());
        }
        return found;
    }

    private static Map<String, Service> index(Collection<Service> services) {
        var index = new TreeMap<String, Service>();
        services.forEach(service -> index.put(service.name(), service));
        return index;
    }
}
