/// The commands that a browser and its user need for the native host.
@NullMarked
package io.relayhub.cli.nativehost;

import org.jspecify.annotations.NullMarked;
