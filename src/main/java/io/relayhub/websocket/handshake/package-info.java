/// The request before the 101: its credential, its place under the limit, and the answer when it may not connect.
@NullMarked
package io.relayhub.websocket.handshake;

import org.jspecify.annotations.NullMarked;
