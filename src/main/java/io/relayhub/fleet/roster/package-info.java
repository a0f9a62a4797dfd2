/// The servers that may report, and their secrets.
@NullMarked
package io.relayhub.fleet.roster;

import org.jspecify.annotations.NullMarked;
