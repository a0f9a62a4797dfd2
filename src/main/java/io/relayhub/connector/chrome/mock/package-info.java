/// Answers that agents put in the place of a server's.
@NullMarked
package io.relayhub.connector.chrome.mock;

import org.jspecify.annotations.NullMarked;
