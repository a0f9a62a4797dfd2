/// The documents of one tab: where each is asked, what it calls its elements, and the way to the next one.
@NullMarked
package io.relayhub.connector.chrome.document;

import org.jspecify.annotations.NullMarked;
