/// Agents ask, connectors answer.
@NullMarked
package io.relayhub.relay;

import org.jspecify.annotations.NullMarked;
