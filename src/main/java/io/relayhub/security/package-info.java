/// From a token to an `Identity` and what it may do.
@NullMarked
package io.relayhub.security;

import org.jspecify.annotations.NullMarked;
