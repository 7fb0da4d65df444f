/**
 * The application that the tests of this module talk to.
 */
@NullMarked
package io.github.websocketstarter.integration;

import org.jspecify.annotations.NullMarked;
