/// What the relay tells those who watch it: facts as they become true, its numbers, and why requests fail.
@NullMarked
package io.relayhub.relay.facts;

import org.jspecify.annotations.NullMarked;
