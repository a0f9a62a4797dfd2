@NullMarked
package io.relayhub.relay;

import org.jspecify.annotations.NullMarked;
