/// What agents may ask of a Chrome, each action with the payload of docs/chrome.md.
@NullMarked
package io.relayhub.connector.chrome.action;

import org.jspecify.annotations.NullMarked;
