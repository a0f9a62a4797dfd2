/// The dialects' events as metrics, log lines, health and actuator endpoints.
@NullMarked
package io.relayhub.telemetry;

import org.jspecify.annotations.NullMarked;
