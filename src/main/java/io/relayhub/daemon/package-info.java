/// A process in the background: its state directory, its record, start, stop, status and its log.
@NullMarked
package io.relayhub.daemon;

import org.jspecify.annotations.NullMarked;
