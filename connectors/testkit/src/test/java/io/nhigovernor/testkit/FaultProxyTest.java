package io.nhigovernor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.nhigovernor.testkit.faults.Fate;
import io.nhigovernor.testkit.faults.FaultProxy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy does to each request what the script says, and to no other. */
class FaultProxyTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;
    private FaultProxy proxy;

    @BeforeEach
    void stand() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            heard.add(new String(body, StandardCharsets.UTF_8));
            // Of unknown length: sent in chunks.
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        proxy = FaultProxy.before(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void clearAway() {
        proxy.close();
        server.stop(0);
    }

    @Test
    void withoutAScriptEverythingPassesAndIsCounted() throws Exception {
        assertThat(post("one").body()).isEqualTo("one");
        assertThat(post("two").body()).isEqualTo("two");
        assertThat(heard).containsExactly("one", "two");
        assertThat(proxy.seen())
                .extracting(passage -> passage.number() + passage.method() + passage.target())
                .containsExactly("1POST/some?path=1", "2POST/some?path=1");
    }

    @Test
    void whatIsLostOnTheWayIsNeverHeard() throws Exception {
        proxy.at(2, new Fate.LostOnTheWay());
        post("one");
        assertThatThrownBy(() -> post("two")).isInstanceOf(IOException.class);
        post("three");
        assertThat(heard).containsExactly("one", "three");
    }

    @Test
    void whatLosesItsAnswerOrHalfOfItIsHeard() throws Exception {
        proxy.at(1, new Fate.AnswerLost());
        assertThatThrownBy(() -> post("one")).isInstanceOf(IOException.class);
        proxy.at(1, new Fate.AnswerCut());
        assertThatThrownBy(() -> post("two")).isInstanceOf(IOException.class);
        proxy.at(1, new Fate.AnswerHeldBack());
        assertThatThrownBy(() -> post("three")).isInstanceOf(HttpTimeoutException.class);
        assertThat(heard).containsExactly("one", "two", "three");
    }

    @Test
    void anInventedAnswerTakesTheServersPlace() throws Exception {
        proxy.at(1, new Fate.AnsweredInstead(503, "{}"));
        var answer = post("one");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(heard).isEmpty();
    }

    @Test
    void aScriptMayActBeforeTheRequestGoesOn() throws Exception {
        proxy.script(passage -> {
            heard.add("behind its back");
            return new Fate.Late(Duration.ofMillis(50));
        });
        post("one");
        assertThat(heard).containsExactly("behind its back", "one");
    }

    @Test
    void whileItRefusesNobodyConnectsAndLaterAtTheSameAddress() throws Exception {
        post("one");
        proxy.refuse();
        assertThatThrownBy(() -> post("two")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> post("two")).isInstanceOf(ConnectException.class);
        proxy.listenAgain();
        assertThat(post("three").body()).isEqualTo("three");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(proxy.address().resolve("/some?path=1"))
                .timeout(Duration.ofSeconds(2))
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
