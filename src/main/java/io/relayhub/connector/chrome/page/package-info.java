/// What can be seen and done in one page: elements, snapshots, the mouse and the keyboard.
@NullMarked
package io.relayhub.connector.chrome.page;

import org.jspecify.annotations.NullMarked;
