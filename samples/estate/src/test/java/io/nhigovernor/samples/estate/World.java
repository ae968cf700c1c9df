package io.nhigovernor.samples.estate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nhigovernor.samples.estate.documents.Documents;
import io.nhigovernor.samples.estate.documents.Rendering;
import io.nhigovernor.samples.estate.service.ServiceKind;
import io.nhigovernor.spi.Credential;
import io.nhigovernor.testkit.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** A whole estate on free ports, enrolled through the real connector, watched by a collector instead of a governor. */
final class World implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Collected collected = new Collected();
    final Documents documents;
    final Mover mover;
    private final Estate estate;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI control;

    World(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        var ports = freePorts();
        var home = folder.resolve("home");
        Rendering.into(folder.resolve("documents"), ports);
        documents = Documents.read(folder.resolve("documents"));
        EstateEnrolment.enrol(home, folder.resolve("store.key"), documents);
        mover = new Mover(home, folder.resolve("store.key"));
        var tokens = Files.createDirectories(folder.resolve("tokens"));
        for (var kind : ServiceKind.values()) {
            Files.writeString(tokens.resolve(kind.service() + ".token"), "token-of-" + kind.service() + "\n");
        }
        int controlPort = ports.get("control");
        control = URI.create("http://127.0.0.1:" + controlPort + "/");
        estate = Estate.start(
                new Estate.Place(home, folder.resolve("documents"), tokens, collected.address(), controlPort, ports),
                new Backend.Local(home),
                Clock.systemUTC(),
                7);
    }

    private static Map<String, Integer> freePorts() {
        var ports = new TreeMap<String, Integer>();
        for (var kind : ServiceKind.values()) {
            ports.put(kind.service(), Ports.free());
        }
        ports.put("control", Ports.free());
        return ports;
    }

    Credential credential(String id) {
        return documents.credentials().stream()
                .filter(credential -> credential.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The first holder's. */
    String shown(String credential) {
        var found = credential(credential);
        return mover.shown(found, found.holders().getFirst()).value();
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(control.resolve(path)).GET());
    }

    JsonNode breaks(String name, String parameters) {
        return send(HttpRequest.newBuilder(control.resolve("breakages/" + name))
                .POST(HttpRequest.BodyPublishers.ofString(parameters)));
    }

    JsonNode mends(String name) {
        return send(HttpRequest.newBuilder(control.resolve("breakages/" + name)).DELETE());
    }

    /** What an identity's own counters say about one of its credentials. */
    JsonNode counters(String identity, String credential) {
        return get("counters/" + identity).path(credential);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            return JSON.readTree(client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        estate.close();
        mover.close();
        collected.close();
        client.shutdownNow();
    }
}
