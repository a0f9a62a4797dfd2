package io.relayhub.websocket.frames;

import java.time.Duration;

/// The limits of what one peer may send (docs/protocol.md, "Limits").
///
/// @param maxMessageBytes        one message, all its fragments together
/// @param maxFragments           fragments of one message, unless they average 1 KiB
/// @param controlFramesPerSecond pings and pongs in one second
/// @param messageTimeout         time from the first byte of a message to its last
public record InboundLimits(
        int maxMessageBytes, int maxFragments, int controlFramesPerSecond, Duration messageTimeout) {}
