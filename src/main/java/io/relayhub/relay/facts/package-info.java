/// Facts that the relay tells those who watch it as they become true, and its numbers.
@NullMarked
package io.relayhub.relay.facts;

import org.jspecify.annotations.NullMarked;
