/// A provider that answers for the machine itself: whether it is there, and what it is.
@NullMarked
package io.relayhub.connector.system;

import org.jspecify.annotations.NullMarked;
