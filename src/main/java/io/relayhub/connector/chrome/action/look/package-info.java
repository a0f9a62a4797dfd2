/// Actions that look: snapshots, scripts, waiting, pictures, what a page has asked and said.
@NullMarked
package io.relayhub.connector.chrome.action.look;

import org.jspecify.annotations.NullMarked;
