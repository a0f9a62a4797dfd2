/// The way of log lines to the console and the file, on which nobody waits.
@NullMarked
package io.relayhub.telemetry.logging;

import org.jspecify.annotations.NullMarked;
