@NullMarked
package io.relayhub.relay.codec;

import org.jspecify.annotations.NullMarked;
