/// The composition: Spring Boot application, paths and ports, bound properties, ticker, graceful drain.
@NullMarked
package io.relayhub.app;

import org.jspecify.annotations.NullMarked;
