/// Messages as lines of JSON: cut, proven to be objects, their few members found, without a library.
@NullMarked
package io.relayhub.link.line;

import org.jspecify.annotations.NullMarked;
