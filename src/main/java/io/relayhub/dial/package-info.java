/// The way to a hub from outside: its address, one connection, and coming back.
@NullMarked
package io.relayhub.dial;

import org.jspecify.annotations.NullMarked;
