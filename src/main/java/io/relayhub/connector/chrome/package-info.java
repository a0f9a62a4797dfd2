/// The provider that lets agents look at and act in a Chrome, and its options.
@NullMarked
package io.relayhub.connector.chrome;

import org.jspecify.annotations.NullMarked;
