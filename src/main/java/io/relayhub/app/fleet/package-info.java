/// The fleet's configuration: its settings, and the file of servers that is read again when it changes.
@NullMarked
package io.relayhub.app.fleet;

import org.jspecify.annotations.NullMarked;
