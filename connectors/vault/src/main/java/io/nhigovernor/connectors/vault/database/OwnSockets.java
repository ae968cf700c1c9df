package io.nhigovernor.connectors.vault.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.InstantSource;
import javax.net.SocketFactory;

/** Sockets whose ports are known before anything is sent. PostgreSQL's driver makes it, by its name. */
public final class OwnSockets extends SocketFactory {
    private final InstantSource clock = InstantSource.system();

    @Override
    public Socket createSocket() throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(0));
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        OwnPorts.opened(socket.getLocalPort(), clock.instant());
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        var socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }
}
