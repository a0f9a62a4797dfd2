package io.relayhub.websocket.frames;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One connection's bytes. Neither call blocks. Read by one thread at a time, written by one thread at a time.
public interface Wire {
    /// Reads what is there into the buffer, from its position on.
    ///
    /// @return how many bytes; 0 when none are there, -1 when none will come any more
    int read(ByteBuffer target) throws IOException;

    /// Writes from the buffers' positions on, in their order.
    ///
    /// @param count how many of the buffers count
    /// @return whether all was taken; the positions show what was. If not, [Outbound#writable] is called once the
    ///     wire takes more
    boolean write(ByteBuffer[] sources, int count) throws IOException;

    /// Nothing more will be written; what the peer still sends can be read.
    void finish();

    /// Ends the connection now.
    void close();

    boolean isOpen();

    /// Who moves a connection's bytes. Called within the loop, by one thread at a time; must not block.
    interface Reader {
        /// Something is there to be read, or nothing will come any more.
        void readable(Loop loop);

        /// The wire takes bytes again.
        void writable(Loop loop);
    }
}
