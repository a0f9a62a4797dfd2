/// Starts that fail: what the operator is told in place of a stack trace.
@NullMarked
package io.relayhub.app.failure;

import org.jspecify.annotations.NullMarked;
