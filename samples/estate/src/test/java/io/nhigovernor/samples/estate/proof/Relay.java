package io.nhigovernor.samples.estate.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A way to a service that can be shut: whoever comes then is noticed, and waits. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int service;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Semaphore arrivals = new Semaphore(0);
    private boolean shut;

    /** @param service the port it leads to */
    Relay(int port, int service) throws IOException {
        this.service = service;
        listener = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    void shut() {
        lock.lock();
        try {
            arrivals.drainPermits();
            shut = true;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            shut = false;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody came since it was shut. */
    boolean arrived() {
        return arrivals.availablePermits() > 0;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            pass();
            try (var server = new Socket(InetAddress.getByName("127.0.0.1"), service)) {
                var back = threads.submit(() -> copy(server, client));
                copy(client, server);
                back.get(5, TimeUnit.SECONDS);
            }
        } catch (IOException
                | InterruptedException
                | java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            // One end went away, as ends do when their process is killed.
            return;
        }
    }

    private void pass() throws InterruptedException {
        lock.lock();
        try {
            if (shut) {
                arrivals.release();
            }
            while (shut) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // The other direction ended first.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
