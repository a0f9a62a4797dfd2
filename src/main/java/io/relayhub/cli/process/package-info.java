/// This program as processes: in the background, started by itself, and what it hands over out of sight.
@NullMarked
package io.relayhub.cli.process;

import org.jspecify.annotations.NullMarked;
