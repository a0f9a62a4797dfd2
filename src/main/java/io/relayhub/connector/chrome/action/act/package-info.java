/// Actions that do something: tabs, navigation, mouse and keyboard, forms, dialogs.
@NullMarked
package io.relayhub.connector.chrome.action.act;

import org.jspecify.annotations.NullMarked;
