/**
 * Wires what Spring Boot's Actuator shows.
 */
@NullMarked
package io.github.websocketstarter.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
