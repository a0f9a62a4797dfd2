/// A client of the Chrome DevTools protocol: commands, answers and events of many sessions over one WebSocket.
@NullMarked
package io.relayhub.connector.chrome.cdp;

import org.jspecify.annotations.NullMarked;
