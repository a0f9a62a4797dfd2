/// The parts that all commands share with the person who types them: lines to print, exit codes, times and addresses.
@NullMarked
package io.relayhub.cli.console;

import org.jspecify.annotations.NullMarked;
