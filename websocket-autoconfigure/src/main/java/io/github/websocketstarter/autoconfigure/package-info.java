/**
 * Wires the library from properties; the only package that knows Spring Boot.
 */
@NullMarked
package io.github.websocketstarter.autoconfigure;

import org.jspecify.annotations.NullMarked;
