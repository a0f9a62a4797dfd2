/// Messages as lines of JSON: cut, kept within limits, and given to the dialect that answers them.
@NullMarked
package io.relayhub.link.line;

import org.jspecify.annotations.NullMarked;
