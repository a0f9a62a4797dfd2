/// The commands, their texts and exit codes.
@NullMarked
package io.relayhub.cli;

import org.jspecify.annotations.NullMarked;
