@NullMarked
package io.relayhub.fleet.history;

import org.jspecify.annotations.NullMarked;
