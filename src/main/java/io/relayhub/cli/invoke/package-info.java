/// The agent's command: ask a connector for something.
@NullMarked
package io.relayhub.cli.invoke;

import org.jspecify.annotations.NullMarked;
