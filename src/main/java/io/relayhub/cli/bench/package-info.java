/// The command that puts load on a hub, and what it prints of the outcome.
@NullMarked
package io.relayhub.cli.bench;

import org.jspecify.annotations.NullMarked;
