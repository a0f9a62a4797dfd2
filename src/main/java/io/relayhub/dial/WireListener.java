package io.relayhub.dial;

/// Hears one connection. Lines come serially; the end may overlap with the last of them. Must not block.
public interface WireListener {
    /// A frame of any kind has arrived.
    void heard();

    /// A line has arrived.
    ///
    /// @param line UTF-8 without the line feed
    void line(byte[] line);

    /// The connection is gone, or will be in a moment. Called once.
    void ended(Ending ending);
}
