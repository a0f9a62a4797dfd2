/// The server's edge: the endpoints, and sockets as sessions of their dialects.
@NullMarked
package io.relayhub.websocket;

import org.jspecify.annotations.NullMarked;
