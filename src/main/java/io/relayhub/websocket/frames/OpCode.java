package io.relayhub.websocket.frames;

/// The kinds of frames (RFC 6455 section 5.2).
public final class OpCode {
    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    private OpCode() {}

    static boolean isControl(int opCode) {
        return (opCode & 0x8) != 0;
    }

    static boolean isKnown(int opCode) {
        return opCode <= BINARY || (opCode >= CLOSE && opCode <= PONG);
    }
}
