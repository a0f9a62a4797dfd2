package io.relayhub.websocket.loop;

import io.relayhub.websocket.frames.Loop;
import io.relayhub.websocket.frames.Wire;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// Jetty's end of one connection. Once the connection has become a WebSocket, its [Wire.Reader] is called by the
/// selector's thread itself, and none of Jetty's tasks, interests and callbacks stand between.
public final class LoopEndPoint extends SocketChannelEndPoint {
    private final ManagedSelector selector;
    private final Loop loop;
    private SelectionKey key;
    private volatile Wire.@Nullable Reader reader;
    private volatile boolean wantsToWrite;
    /// Touched by the selector's thread alone.
    private int interest;

    LoopEndPoint(SocketChannel channel, ManagedSelector selector, Loop loop, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
        this.loop = loop;
        this.key = key;
    }

    /// From now on this reader has the connection.
    ///
    /// @param first done before the first read, within the loop
    public void hand(Wire.Reader next, Consumer<Loop> first) {
        selector.submit(ignored -> {
            reader = next;
            loop.enter();
            try {
                first.accept(loop);
            } finally {
                loop.leave();
            }
            updateKey();
        });
    }

    /// Calls the reader when the socket takes bytes again. Any thread.
    void awaitWritable() {
        wantsToWrite = true;
        selector.submit(ignored -> updateKey());
    }

    @Override
    public @Nullable Runnable onSelected() {
        Wire.Reader current = reader;
        if (current == null) {
            Runnable task = super.onSelected();
            if (task != null) {
                // The thread may do this task before it comes back to the selector.
                loop.endRound();
            }
            return task;
        }
        loop.enter();
        try {
            int ready = key.readyOps();
            if ((ready & SelectionKey.OP_WRITE) != 0) {
                wantsToWrite = false;
                current.writable(loop);
            }
            if ((ready & SelectionKey.OP_READ) != 0) {
                current.readable(loop);
            }
        } catch (CancelledKeyException gone) {
            close(gone);
        } finally {
            loop.leave();
        }
        return null;
    }

    @Override
    public void updateKey() {
        if (reader == null) {
            super.updateKey();
            return;
        }
        int wanted = SelectionKey.OP_READ | (wantsToWrite ? SelectionKey.OP_WRITE : 0);
        if (wanted != interest) {
            interest = wanted;
            try {
                key.interestOps(wanted);
            } catch (CancelledKeyException gone) {
                close(gone);
            }
        }
    }

    @Override
    public void replaceKey(SelectionKey newKey) {
        super.replaceKey(newKey);
        key = newKey;
        interest = 0;
    }
}
