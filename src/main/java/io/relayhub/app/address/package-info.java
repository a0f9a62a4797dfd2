/// The hub's address as others reach it: what was configured, what a sandbox says, or the machine itself.
@NullMarked
package io.relayhub.app.address;

import org.jspecify.annotations.NullMarked;
