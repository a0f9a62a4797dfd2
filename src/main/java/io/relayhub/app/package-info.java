/// The composition: Spring Boot application, bound properties, ticker.
@NullMarked
package io.relayhub.app;

import org.jspecify.annotations.NullMarked;
