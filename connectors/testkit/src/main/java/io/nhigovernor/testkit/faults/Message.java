package io.nhigovernor.testkit.faults;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** One message of HTTP/1.1, as the bytes that it is made of. */
record Message(String firstLine, byte[] bytes) {
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int HEXADECIMAL = 16;

    /** @return empty if the other side is done */
    static Optional<Message> request(InputStream in) throws IOException {
        var taken = new ByteArrayOutputStream();
        var head = head(in, taken);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        body(in, taken, head.get());
        return Optional.of(new Message(firstLine(head.get()), taken.toByteArray()));
    }

    /** @throws EOFException if the server ended before it had answered */
    static Message answer(InputStream in) throws IOException {
        var taken = new ByteArrayOutputStream();
        var head = head(in, taken).orElseThrow(() -> new EOFException("the server did not answer"));
        var status = firstLine(head).split(" ", 3)[1];
        if (!status.equals("204") && !status.equals("304")) {
            body(in, taken, head);
        }
        return new Message(firstLine(head), taken.toByteArray());
    }

    static Message answer(int status, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = "HTTP/1.1 " + status + " Instead\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length + END_OF_HEAD;
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(bytes);
        return new Message(firstLine(head), all.toByteArray());
    }

    private static String firstLine(String head) {
        return head.substring(0, head.indexOf("\r\n"));
    }

    private static Optional<String> head(InputStream in, ByteArrayOutputStream taken) throws IOException {
        var head = new StringBuilder();
        while (!endsWith(head, END_OF_HEAD)) {
            int next = in.read();
            if (next < 0) {
                if (head.isEmpty()) {
                    return Optional.empty();
                }
                throw new EOFException("in the middle of a head");
            }
            taken.write(next);
            head.append((char) next);
        }
        return Optional.of(head.toString());
    }

    private static boolean endsWith(StringBuilder text, String end) {
        int from = text.length() - end.length();
        return from >= 0 && text.indexOf(end, from) == from;
    }

    private static void body(InputStream in, ByteArrayOutputStream taken, String head) throws IOException {
        var length = header(head, "content-length");
        if (length.isPresent()) {
            take(in, taken, Integer.parseInt(length.get()));
        } else if (header(head, "transfer-encoding").equals(Optional.of("chunked"))) {
            int size;
            do {
                size = Integer.parseInt(line(in, taken), HEXADECIMAL);
                take(in, taken, size);
                line(in, taken);
            } while (size > 0);
        }
    }

    private static Optional<String> header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static String line(InputStream in, ByteArrayOutputStream taken) throws IOException {
        var line = new ByteArrayOutputStream();
        int next;
        do {
            next = in.read();
            if (next < 0) {
                throw new EOFException("in the middle of a body");
            }
            taken.write(next);
            line.write(next);
        } while (next != '\n');
        return line.toString(StandardCharsets.US_ASCII).strip();
    }

    private static void take(InputStream in, ByteArrayOutputStream taken, int length) throws IOException {
        var part = in.readNBytes(length);
        if (part.length < length) {
            throw new EOFException("in the middle of a body");
        }
        taken.writeBytes(part);
    }
}
