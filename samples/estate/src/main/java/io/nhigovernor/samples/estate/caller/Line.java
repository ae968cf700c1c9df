package io.nhigovernor.samples.estate.caller;

import io.nhigovernor.samples.estate.count.CallResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.time.Instant;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/** One call over the wire. Connections are kept alive by the JDK, per socket factory. */
final class Line {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 3_000;

    private Line() {}

    static CallResult call(URI address, String service, String identity, Presentable held, Instant now) {
        try {
            var call = (HttpsURLConnection) address.toURL().openConnection();
            call.setConnectTimeout(CONNECT_MILLIS);
            call.setReadTimeout(READ_MILLIS);
            call.setInstanceFollowRedirects(false);
            call.setUseCaches(false);
            call.setRequestProperty("X-Caller", identity);
            held.presentOn(call, service, now);
            return result(call);
        } catch (ConnectException e) {
            return CallResult.REFUSED;
        } catch (SSLException e) {
            // Only an alert is the service's word; a handshake also breaks when the service goes down within it.
            return String.valueOf(e.getMessage()).contains("fatal alert") ? CallResult.FAIL : CallResult.EXCLUDED;
        } catch (IOException e) {
            return CallResult.EXCLUDED;
        }
    }

    private static CallResult result(HttpsURLConnection call) throws IOException {
        int status = call.getResponseCode();
        // Read to the end, or the connection is not kept.
        try (InputStream body = status < 400 ? call.getInputStream() : call.getErrorStream()) {
            if (body != null) {
                body.readAllBytes();
            }
        }
        return status / 100 == 2 ? CallResult.OK : status == 401 ? CallResult.FAIL : CallResult.EXCLUDED;
    }
}
