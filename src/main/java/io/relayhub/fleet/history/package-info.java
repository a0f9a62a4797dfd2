/// How a server was in the last 24 h: kept in a ring, and read in steps.
@NullMarked
package io.relayhub.fleet.history;

import org.jspecify.annotations.NullMarked;
