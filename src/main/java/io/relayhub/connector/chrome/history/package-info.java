/// What pages have done, kept within bounds, and whose pages may be seen at all.
@NullMarked
package io.relayhub.connector.chrome.history;

import org.jspecify.annotations.NullMarked;
