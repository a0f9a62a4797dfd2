/// The agent's side: invoke an action, await the answer.
@NullMarked
package io.relayhub.client;

import org.jspecify.annotations.NullMarked;
