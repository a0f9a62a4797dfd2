/// The commands of the reporter, and the reporter as this process and as one in the background.
@NullMarked
package io.relayhub.cli.report;

import org.jspecify.annotations.NullMarked;
