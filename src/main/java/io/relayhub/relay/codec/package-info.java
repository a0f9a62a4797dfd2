/// The relay dialect's bytes: lines out of messages, frames out of lines, and lines with another id in them.
@NullMarked
package io.relayhub.relay.codec;

import org.jspecify.annotations.NullMarked;
