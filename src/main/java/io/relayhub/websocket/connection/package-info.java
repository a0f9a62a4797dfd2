/// The parts of one connection: its reading, its deadlines, its close, and calls that come one at a time.
@NullMarked
package io.relayhub.websocket.connection;

import org.jspecify.annotations.NullMarked;
