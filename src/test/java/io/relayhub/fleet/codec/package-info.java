@NullMarked
package io.relayhub.fleet.codec;

import org.jspecify.annotations.NullMarked;
