/// The commands of the connector, and the connector as this process and as one in the background.
@NullMarked
package io.relayhub.cli.connect;

import org.jspecify.annotations.NullMarked;
