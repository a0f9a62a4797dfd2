@NullMarked
package io.relayhub.reporter;

import org.jspecify.annotations.NullMarked;
