package io.nhigovernor.samples.estate.breakage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nhigovernor.samples.estate.accept.AcceptBook;
import io.nhigovernor.samples.estate.service.Services;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A service refuses every generation it did not know at the moment of switching on. Parameter {@code service}. */
final class StubbornVerifier implements Breakage {
    private final Services services;
    private final AcceptBook book;
    private final SortedSet<String> stubborn = new TreeSet<>();

    StubbornVerifier(Services services, AcceptBook book) {
        this.services = services;
        this.book = book;
    }

    @Override
    public synchronized void on(JsonNode parameters) {
        var service = services.named(Parameters.text(parameters, "service"));
        book.refresh();
        service.knownOnly().set(book.generations());
        stubborn.add(service.name());
    }

    @Override
    public synchronized void off(JsonNode parameters) {
        var mended = parameters.hasNonNull("service")
                ? new TreeSet<>(List.of(Parameters.text(parameters, "service")))
                : new TreeSet<>(stubborn);
        mended.forEach(name -> services.named(name).knownOnly().clear());
        stubborn.removeAll(mended);
    }

    @Override
    public synchronized SortedSet<String> broken() {
        return new TreeSet<>(stubborn);
    }
}
