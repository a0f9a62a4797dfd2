/// The hub's way out: open requests get their time, then every peer its goodbye.
@NullMarked
package io.relayhub.app.drain;

import org.jspecify.annotations.NullMarked;
