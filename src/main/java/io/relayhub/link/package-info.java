/// One connection to one peer: its messages, its way out, its closing, its identity and its liveness.
@NullMarked
package io.relayhub.link;

import org.jspecify.annotations.NullMarked;
