@NullMarked
package io.relayhub.link.line;

import org.jspecify.annotations.NullMarked;
