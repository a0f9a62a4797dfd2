/// Servers report their state, viewers watch it.
@NullMarked
package io.relayhub.fleet;

import org.jspecify.annotations.NullMarked;
