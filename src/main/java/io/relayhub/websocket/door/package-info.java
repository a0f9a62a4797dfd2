/// The front door: connections that have been accepted and have not become WebSockets.
@NullMarked
package io.relayhub.websocket.door;

import org.jspecify.annotations.NullMarked;
