/// The commands of the hub, and the hub as this process and as one in the background.
@NullMarked
package io.relayhub.cli.hub;

import org.jspecify.annotations.NullMarked;
