/// The provider that lets agents look at and act in a Chrome: its actions, each with the payload of docs/chrome.md.
@NullMarked
package io.relayhub.connector.chrome;

import org.jspecify.annotations.NullMarked;
