/// The program as a container, in a real engine, and the parts that a deployment puts around it.
@NullMarked
package io.relayhub.engine;

import org.jspecify.annotations.NullMarked;
