/// One action as its call has it: its arguments, the tab it goes to, and whether it may.
@NullMarked
package io.relayhub.connector.chrome.action.call;

import org.jspecify.annotations.NullMarked;
