/// The command line as a whole: which command runs, and what a wrong one is told.
@NullMarked
package io.relayhub.cli;

import org.jspecify.annotations.NullMarked;
