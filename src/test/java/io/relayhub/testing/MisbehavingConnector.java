package io.relayhub.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connector that breaks the protocol in one way, over the wire and nothing else: for any hub.
public final class MisbehavingConnector implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    /// What it does with a request.
    public enum Habit {
        /// Reads it and never answers.
        SILENT,
        /// Does not even read.
        DEAF,
        /// Answers another id.
        WRONG_ID,
        /// Answers twice.
        TWICE,
        /// Answers when [#release] is called.
        LATE,
        /// Answers what is no JSON, and then properly.
        GARBAGE,
        /// Answers in many small frames with pings in between.
        IN_PIECES,
        /// Begins an answer and cuts the connection off.
        HALF_AN_ANSWER
    }

    private final RawWebSocket socket;
    private final Habit habit;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private MisbehavingConnector(RawWebSocket socket, Habit habit) {
        this.socket = socket;
        this.habit = habit;
    }

    /// @param target path and query of the hub, with its token
    public static MisbehavingConnector connect(int port, String target, String id, Habit habit) {
        RawWebSocket socket = RawWebSocket.connect(port, target);
        socket.text("{\"type\":\"connector_hello\",\"connectorId\":\"" + id + "\",\"name\":\"" + id
                + "\",\"features\":[\"cancel\"]}\n");
        // From its welcome on the hub knows it.
        socket.read(Frames.TEXT);
        MisbehavingConnector connector = new MisbehavingConnector(socket, habit);
        if (habit != Habit.DEAF) {
            Thread.ofVirtual().name("misbehaving-" + habit).start(connector::read);
        }
        return connector;
    }

    /// Lets late answers go.
    public void release() {
        released.countDown();
    }

    /// Every line that the hub has said.
    public List<String> heard() {
        return heard;
    }

    private void read() {
        try {
            while (true) {
                String line = socket.read(Frames.TEXT).text().strip();
                heard.add(line);
                Matcher id = ID.matcher(line);
                if (line.contains("\"action\"") && id.find()) {
                    answer(id.group(1));
                }
            }
        } catch (java.io.UncheckedIOException | InterruptedException e) {
            // The hub or the test has ended the connection.
        }
    }

    private void answer(String id) throws InterruptedException {
        String answer = "{\"id\":\"" + id + "\",\"success\":true,\"data\":\"" + habit + "\"}\n";
        switch (habit) {
            case SILENT, DEAF -> {}
            case WRONG_ID -> socket.text(answer.replace(id, "x" + id));
            case TWICE -> {
                socket.text(answer);
                socket.text(answer.replace("TWICE", "AGAIN"));
            }
            case LATE -> {
                released.await();
                socket.text(answer);
            }
            case GARBAGE -> {
                socket.text("{\"id\":\"" + id + "\",\"success\":tru\n");
                socket.text(answer);
            }
            case IN_PIECES -> inPieces(answer.getBytes(StandardCharsets.UTF_8));
            case HALF_AN_ANSWER -> {
                byte[] frame =
                        Frames.frame(Frames.Side.CLIENT, 0x80 | Frames.TEXT, answer.getBytes(StandardCharsets.UTF_8));
                socket.raw(Arrays.copyOf(frame, frame.length / 2));
                socket.close();
            }
        }
    }

    private void inPieces(byte[] answer) {
        for (int i = 0; i < answer.length; i++) {
            int last = i == answer.length - 1 ? 0x80 : 0;
            socket.send(last | (i == 0 ? Frames.TEXT : Frames.CONTINUATION), new byte[] {answer[i]});
            socket.send(0x80 | Frames.PING, new byte[0]);
        }
    }

    @Override
    public void close() {
        release();
        socket.close();
    }
}
