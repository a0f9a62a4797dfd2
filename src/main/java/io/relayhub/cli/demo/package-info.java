/// Hub, connector and agent in one process, to look at what they say.
@NullMarked
package io.relayhub.cli.demo;

import org.jspecify.annotations.NullMarked;
