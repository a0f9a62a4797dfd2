/// The relay dialect's bytes: frames out of lines, and lines with another id in them.
@NullMarked
package io.relayhub.relay.codec;

import org.jspecify.annotations.NullMarked;
