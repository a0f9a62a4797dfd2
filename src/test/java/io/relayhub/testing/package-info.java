/// What the tests of several rooms share: peers and hubs that do what a test says, fake time, and the conformance
/// kit.
@NullMarked
package io.relayhub.testing;

import org.jspecify.annotations.NullMarked;
