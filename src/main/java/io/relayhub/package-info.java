/// A WebSocket relay: the program's entry, and what other Java programs start it with.
@NullMarked
package io.relayhub;

import org.jspecify.annotations.NullMarked;
