/// Whether a peer may connect: the request before the 101, its token and its place, and the answer when it may not.
@NullMarked
package io.relayhub.websocket.handshake;

import org.jspecify.annotations.NullMarked;
