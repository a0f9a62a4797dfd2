/// Jetty's side of the event loop: accepting, selecting, and the bytes of one connection.
@NullMarked
package io.relayhub.websocket.loop;

import org.jspecify.annotations.NullMarked;
