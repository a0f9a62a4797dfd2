/// JSON as bytes, without a library: one object proven well-formed, the places of its few members, small values.
@NullMarked
package io.relayhub.link.json;

import org.jspecify.annotations.NullMarked;
