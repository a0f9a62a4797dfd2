/// The limits that a peer runs into over time: how often an agent may speak, and when a connector rests.
@NullMarked
package io.relayhub.relay.limits;

import org.jspecify.annotations.NullMarked;
