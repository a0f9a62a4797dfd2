/// The login of a peer by its first message, before the dialect hears of it.
@NullMarked
package io.relayhub.websocket.login;

import org.jspecify.annotations.NullMarked;
