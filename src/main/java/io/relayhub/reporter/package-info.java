/// Tells a hub, again and again, how this machine is.
@NullMarked
package io.relayhub.reporter;

import org.jspecify.annotations.NullMarked;
