package io.relayhub.websocket.loop;

import io.relayhub.websocket.frames.Loop;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/// Accepts connections, and gives each selector a [Loop]: one selector a core, whose thread reads the connections that
/// have become WebSockets, and writes what a round has brought before it selects again.
final class LoopConnector extends ServerConnector {
    private final LongSupplier clock;

    /// @param clock nanoseconds
    LoopConnector(Server server, LongSupplier clock, ConnectionFactory... factories) {
        super(server, null, null, null, 1, Runtime.getRuntime().availableProcessors(), factories);
        this.clock = clock;
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            protected ManagedSelector newSelector(int id) {
                return new LoopSelector(this, id, new Loop(LoopConnector.this::nanos));
            }

            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
                var endPoint = new LoopEndPoint(
                        (SocketChannel) channel, selector, ((LoopSelector) selector).loop, key, getScheduler());
                endPoint.setIdleTimeout(getIdleTimeout());
                return endPoint;
            }
        };
    }

    private long nanos() {
        return clock.getAsLong();
    }

    private static final class LoopSelector extends ManagedSelector {
        private final Loop loop;

        LoopSelector(SelectorManager manager, int id, Loop loop) {
            super(manager, id);
            this.loop = loop;
        }

        @Override
        protected int nioSelect(Selector selector, boolean now) throws IOException {
            loop.endRound();
            int selected = super.nioSelect(selector, now);
            loop.beginRound();
            return selected;
        }
    }
}
