/// The server's edge: the endpoint, sockets as sessions, their time and their closes.
@NullMarked
package io.relayhub.websocket;

import org.jspecify.annotations.NullMarked;
