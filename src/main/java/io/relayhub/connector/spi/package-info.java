/// The contract of a provider: the actions it has, the calls it answers, how it is found and opened.
@NullMarked
package io.relayhub.connector.spi;

import org.jspecify.annotations.NullMarked;
