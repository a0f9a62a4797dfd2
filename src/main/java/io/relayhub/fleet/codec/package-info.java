/// What reporters send and viewers get, as bytes: both formats of reports, read leniently and kept within bounds.
@NullMarked
package io.relayhub.fleet.codec;

import org.jspecify.annotations.NullMarked;
