@NullMarked
package io.relayhub.fleet;

import org.jspecify.annotations.NullMarked;
